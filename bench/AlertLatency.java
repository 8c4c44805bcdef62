import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * From an object's rename into place to the receipt of its alert at a webhook on loopback.
 *
 * <p>Each breach has an account of its own, so each is an alert of its own. The first hundred pay
 * for starting up and are not counted.
 */
public final class AlertLatency {
  private static final Pattern ACCOUNT = Pattern.compile("\"account\":\"(\\d{12})\"");
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu/MM/dd/HH").withZone(ZoneOffset.UTC);
  private static final int FILE = 20;
  private static final int WARM = 100;

  private AlertLatency() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    String lib = args[1];
    int breaches = Integer.parseInt(args[2]);
    int perSecond = Integer.parseInt(args[3]);
    Map<String, Long> received = new ConcurrentHashMap<>();
    HttpServer sink = sink(received);
    settings(home, sink.getAddress().getPort());
    Process up =
        new ProcessBuilder(
                "java", "-Xmx1g", "-cp", lib + "/*", "dev.landfall.web.cli.Main", "up", "--config",
                home.resolve("landfall.yaml").toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("up.log").toFile())
            .start();
    try {
      Map<String, Long> put = new HashMap<>();
      feed(home, 0, WARM, perSecond, put);
      await(received, WARM);
      put.clear();
      feed(home, WARM, breaches, perSecond, put);
      await(received, WARM + breaches);
      print(put, received, perSecond);
    } finally {
      up.destroy();
      up.waitFor();
      sink.stop(0);
    }
  }

  private static HttpServer sink(Map<String, Long> received) throws Exception {
    HttpServer sink =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    sink.setExecutor(
        Executors.newFixedThreadPool(
            4,
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    sink.createContext(
        "/",
        exchange -> {
          long at = System.currentTimeMillis();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          Matcher account = ACCOUNT.matcher(body);
          if (account.find()) {
            received.putIfAbsent(account.group(1), at);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    sink.start();
    return sink;
  }

  private static void settings(Path home, int port) throws Exception {
    Files.createDirectories(home.resolve("logs"));
    Files.writeString(
        home.resolve("policy.yaml"),
        """
        version: "1"
        effective_from: 2020-01-01T00:00:00Z
        workloads:
          - { id: contact-centre, match: { models: ["*"] }, allowed: [NZ, AU] }
        """);
    Files.writeString(
        home.resolve("landfall.yaml"),
        """
        sources: [{ type: directory, path: ./logs }]
        web: { port: 0 }
        sinks: [{ id: hook, type: webhook, url: "http://127.0.0.1:%d/", secret: bench }]
        routes: [{ finding: residency-breach, sinks: [hook] }]
        """
            .formatted(port));
  }

  private static void feed(Path home, int first, int n, int perSecond, Map<String, Long> put)
      throws Exception {
    long next = System.nanoTime();
    for (int i = first; i < first + n; i += FILE) {
      StringBuilder lines = new StringBuilder();
      List<String> accounts = new ArrayList<>();
      Instant at = Instant.now().minusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
      for (int k = i; k < Math.min(i + FILE, first + n); k++) {
        String account = String.format("5%011d", k);
        accounts.add(account);
        lines.append(record(account, at)).append('\n');
      }
      String name = UUID.randomUUID() + ".json.gz";
      Path part = home.resolve(name);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      }
      Path folder =
          Files.createDirectories(
              home.resolve(
                  "logs/AWSLogs/111122223333/BedrockModelInvocationLogs/ap-southeast-6/"
                      + HOUR.format(at)));
      Files.move(part, folder.resolve(name));
      long now = System.currentTimeMillis();
      accounts.forEach(account -> put.put(account, now));
      next += 1_000_000_000L * FILE / perSecond;
      long rest = next - System.nanoTime();
      if (rest > 0) {
        Thread.sleep(rest / 1_000_000);
      }
    }
  }

  private static String record(String account, Instant at) {
    return """
        {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"%s","accountId":"%s",\
        "identity":{"arn":"arn:aws:sts::%s:assumed-role/app/session"},"region":"ap-southeast-6",\
        "requestId":"%s","operation":"InvokeModel",\
        "modelId":"apac.anthropic.claude-3-5-sonnet-20241022-v2:0","inferenceRegion":"ap-southeast-1",\
        "input":{"inputContentType":"application/json","inputBodyJson":{"max_tokens":16},\
        "inputTokenCount":4},"output":{"outputContentType":"application/json",\
        "outputBodyJson":{"usage":{"input_tokens":4,"output_tokens":8}},"outputTokenCount":8}}"""
        .formatted(at, account, account, UUID.randomUUID());
  }

  private static void await(Map<String, Long> received, int n) throws Exception {
    long deadline = System.nanoTime() + 180_000_000_000L;
    while (received.size() < n) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(received.size() + " of " + n + " alerts came; see up.log");
      }
      Thread.sleep(20);
    }
  }

  private static void print(Map<String, Long> put, Map<String, Long> received, int perSecond) {
    List<Long> delays = new ArrayList<>();
    put.forEach((account, at) -> delays.add(received.get(account) - at));
    Collections.sort(delays);
    System.out.printf(
        "directory, %,d breaches at %d records/s: p50 %d ms, p95 %d ms, p99 %d ms, most %d ms%n",
        delays.size(),
        perSecond,
        delays.get(delays.size() / 2 - 1),
        delays.get((int) (delays.size() * 0.95) - 1),
        delays.get((int) (delays.size() * 0.99) - 1),
        delays.get(delays.size() - 1));
  }
}
