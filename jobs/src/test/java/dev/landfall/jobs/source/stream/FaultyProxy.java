package dev.landfall.jobs.source.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a Kinesis server and makes it throttle, forget iterators, break, hang up and go
 * away.
 *
 * <p>Shape: of every twenty reads some fail, always the same ones, and some answers are lost after
 * the server gave them; an outage hangs up on everything.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final String READ = "Kinesis_20131202.GetRecords";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI behind;
  private final AtomicInteger reads = new AtomicInteger();
  private final Map<String, AtomicInteger> faults = new ConcurrentHashMap<>();
  private volatile boolean away;

  public FaultyProxy(String endpoint) throws IOException {
    this.behind = URI.create(endpoint);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public void away(boolean value) {
    away = value;
  }

  /** How often a fault was made. */
  public int faults(String kind) {
    return faults.getOrDefault(kind, new AtomicInteger()).get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (away) {
        count("away");
        return; // closed without a word
      }
      String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      int turn = target.equals(READ) ? reads.incrementAndGet() % 20 : 0;
      switch (turn) {
        case 3, 4, 5 -> refuse(exchange, 400, "ProvisionedThroughputExceededException");
        case 8 -> refuse(exchange, 400, "ExpiredIteratorException");
        case 11 -> refuse(exchange, 500, "InternalFailure");
        case 14 -> {
          forward(exchange, body); // the server did it, and nobody hears of it
          count("lost");
        }
        default -> {
          HttpResponse<byte[]> answer = forward(exchange, body);
          answer(exchange, answer.statusCode(), answer.body());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header :
        new String[] {"Content-Type", "X-Amz-Target", "Authorization", "X-Amz-Date"}) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private void refuse(HttpExchange exchange, int status, String type) throws IOException {
    count(type);
    answer(
        exchange,
        status,
        ("{\"__type\":\"" + type + "\",\"message\":\"by the test\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private void count(String kind) {
    faults.computeIfAbsent(kind, none -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
