import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * From a record's arrival at its source to the receipt of its alert at a webhook on loopback.
 *
 * <p>Arrival: the rename of the object into its folder; for a stream the moment before the request
 * that puts the record, so the server's own time counts in. Each breach has an account of its own,
 * so each is an alert of its own. The first hundred pay for starting up and are not counted. Above
 * 200 records a second only so many are breaches: the others are calls inside the allowed places.
 *
 * <p>Arguments: folder, lib, directory|kinesis, records a second, breaches, port of the stream's
 * server (0: none). Prints one line of the table.
 */
public final class AlertLatency {
  private static final Pattern ACCOUNT = Pattern.compile("\"account\":\"(\\d{12})\"");
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu/MM/dd/HH").withZone(ZoneOffset.UTC);
  private static final int[] BOUNDS = {250, 500, 1_000, 2_000};
  private static final int BREACHES_A_SECOND = 200;
  private static final int WARM = 100;
  private static final String STREAM = "bench";

  /** Where records are put; several come at once, as AWS sends them. */
  private interface Feed {
    /** Returns when they arrived, epoch milliseconds. */
    long put(List<String> records, Instant at) throws Exception;
  }

  private AlertLatency() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    String lib = args[1];
    String source = args[2];
    int perSecond = Integer.parseInt(args[3]);
    int breaches = Integer.parseInt(args[4]);
    int port = Integer.parseInt(args[5]);
    Map<String, Long> received = new ConcurrentHashMap<>();
    HttpServer sink = sink(received);
    boolean kinesis = source.equals("kinesis");
    Feed feed = kinesis ? stream(port) : folder(home);
    settings(home, sink.getAddress().getPort(), kinesis, port);
    Process up = up(home, lib);
    try {
      Map<String, Long> put = new HashMap<>();
      run(feed, 0, WARM, Math.min(perSecond, BREACHES_A_SECOND), put);
      await(received, WARM);
      put.clear();
      List<Long> puts = run(feed, WARM, breaches, perSecond, put);
      await(received, WARM + breaches);
      print(source, put, puts, received, perSecond);
    } finally {
      up.destroy();
      up.waitFor();
      sink.stop(0);
    }
  }

  private static Process up(Path home, String lib) throws Exception {
    List<String> command = new ArrayList<>();
    command.add("java");
    command.add("-Xmx" + System.getenv().getOrDefault("LANDFALL_HEAP", "1g"));
    command.addAll(
        List.of(System.getenv().getOrDefault("LANDFALL_JAVA_OPTS", "-Xshare:auto").split(" ")));
    command.addAll(
        List.of(
            "-Daws.cborEnabled=false", "-cp", lib + "/*", "dev.landfall.web.cli.Main", "up",
            "--config", home.resolve("landfall.yaml").toString()));
    ProcessBuilder up =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("up.log").toFile());
    up.environment().put("AWS_ACCESS_KEY_ID", "bench");
    up.environment().put("AWS_SECRET_ACCESS_KEY", "bench");
    return up.start();
  }

  /** How long the webhook takes for its answer: {@code LANDFALL_SINK_DELAY_MS}, usually nothing. */
  private static void pause() {
    try {
      Thread.sleep(Long.parseLong(System.getenv().getOrDefault("LANDFALL_SINK_DELAY_MS", "0")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
          pause();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    sink.start();
    return sink;
  }

  private static void settings(Path home, int sink, boolean kinesis, int server) throws Exception {
    Files.createDirectories(home.resolve("logs"));
    Files.writeString(
        home.resolve("policy.yaml"),
        """
        version: "1"
        effective_from: 2020-01-01T00:00:00Z
        workloads:
          - { id: contact-centre, match: { models: ["*"] }, allowed: [NZ, AU] }
        """);
    String source =
        kinesis
            ? "{ type: kinesis, stream: %s, region: ap-southeast-6, endpoint: \"http://127.0.0.1:%d\", from: trim_horizon }"
                .formatted(STREAM, server)
            : "{ type: directory, path: ./logs }";
    Files.writeString(
        home.resolve("landfall.yaml"),
        """
        sources: [%s]
        web: { port: 0 }
        sinks: [{ id: hook, type: webhook, url: "http://127.0.0.1:%d/", secret: bench }]
        routes: [{ finding: residency-breach, sinks: [hook] }]
        """
            .formatted(source, sink));
  }

  private static Feed folder(Path home) {
    return (records, at) -> {
      String name = UUID.randomUUID() + ".json.gz";
      Path part = home.resolve(name);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
        out.write((String.join("\n", records) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      Path folder =
          Files.createDirectories(
              home.resolve(
                  "logs/AWSLogs/111122223333/BedrockModelInvocationLogs/ap-southeast-6/"
                      + HOUR.format(at)));
      Files.move(part, folder.resolve(name));
      return System.currentTimeMillis();
    };
  }

  private static Feed stream(int port) throws Exception {
    KinesisClient kinesis =
        KinesisClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .region(Region.of("ap-southeast-6"))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    kinesis.createStream(create -> create.streamName(STREAM).shardCount(2));
    while (kinesis
            .describeStreamSummary(asked -> asked.streamName(STREAM))
            .streamDescriptionSummary()
            .streamStatus()
        != StreamStatus.ACTIVE) {
      Thread.sleep(20);
    }
    return (records, at) -> {
      List<PutRecordsRequestEntry> entries = new ArrayList<>();
      for (String record : records) {
        entries.add(
            PutRecordsRequestEntry.builder()
                .partitionKey(UUID.randomUUID().toString())
                .data(SdkBytes.fromUtf8String(record))
                .build());
      }
      long now = System.currentTimeMillis();
      int failed =
          kinesis.putRecords(put -> put.streamName(STREAM).records(entries)).failedRecordCount();
      if (failed > 0) {
        throw new IllegalStateException(failed + " records were not put");
      }
      return now;
    };
  }

  /**
   * Ten puts a second at least, so that records spread over time as they would. Returns what each
   * put took, milliseconds.
   */
  private static List<Long> run(
      Feed feed, int first, int breaches, int perSecond, Map<String, Long> put) throws Exception {
    List<Long> puts = new ArrayList<>();
    int every = Math.max(1, perSecond / BREACHES_A_SECOND);
    int size = Math.max(1, Math.min(20 * every, perSecond / 10));
    int all = breaches * every;
    long next = System.nanoTime();
    for (int i = 0; i < all; i += size) {
      List<String> records = new ArrayList<>();
      List<String> accounts = new ArrayList<>();
      Instant at = Instant.now().minusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
      for (int k = i; k < Math.min(i + size, all); k++) {
        boolean breach = k % every == 0;
        String account = breach ? String.format("5%011d", first + k / every) : "111122223333";
        records.add(record(account, at, breach ? "ap-southeast-1" : "ap-southeast-2"));
        if (breach) {
          accounts.add(account);
        }
      }
      long from = System.nanoTime();
      long arrived = feed.put(records, at);
      puts.add((System.nanoTime() - from) / 1_000_000);
      accounts.forEach(account -> put.put(account, arrived));
      next += 1_000_000_000L * size / perSecond;
      long rest = next - System.nanoTime();
      if (rest > 0) {
        Thread.sleep(rest / 1_000_000);
      }
    }
    Collections.sort(puts);
    return puts;
  }

  private static String record(String account, Instant at, String inferenceRegion) {
    return """
        {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"%s","accountId":"%s",\
        "identity":{"arn":"arn:aws:sts::%s:assumed-role/app/session"},"region":"ap-southeast-6",\
        "requestId":"%s","operation":"InvokeModel",\
        "modelId":"apac.anthropic.claude-3-5-sonnet-20241022-v2:0","inferenceRegion":"%s",\
        "input":{"inputContentType":"application/json","inputBodyJson":{"max_tokens":16},\
        "inputTokenCount":4},"output":{"outputContentType":"application/json",\
        "outputBodyJson":{"usage":{"input_tokens":4,"output_tokens":8}},"outputTokenCount":8}}"""
        .formatted(at, account, account, UUID.randomUUID(), inferenceRegion);
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

  private static void print(
      String source,
      Map<String, Long> put,
      List<Long> puts,
      Map<String, Long> received,
      int perSecond) {
    List<Long> delays = new ArrayList<>();
    put.forEach((account, at) -> delays.add(received.get(account) - at));
    Collections.sort(delays);
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            "%-10s %9d %9d %8d %7d %7d %7d %7d %7d",
            source,
            perSecond,
            Math.min(perSecond, BREACHES_A_SECOND),
            delays.size(),
            at(puts, 0.50),
            at(delays, 0.50),
            at(delays, 0.95),
            at(delays, 0.99),
            delays.get(delays.size() - 1)));
    for (int bound : BOUNDS) {
      long within = delays.stream().filter(delay -> delay <= bound).count();
      line.append(String.format(" %8.1f%%", 100.0 * within / delays.size()));
    }
    System.out.println(line);
  }

  /** The smallest delay that this share of all does not exceed. */
  private static long at(List<Long> sorted, double share) {
    return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
  }
}
