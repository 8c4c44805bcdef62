package dev.landfall.core.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * AWS services over their own protocols on a loopback port, by a script.
 *
 * <p>Shape: what is asked is {@code GetTrailStatus} for the JSON protocols, told by {@code
 * X-Amz-Target}, and {@code GET /path} for the others, the longest scripted prefix of it counting.
 * What no script answers is {@code UnknownOperationException}.
 */
public final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  private record Answer(int status, String body) {}

  public ScriptedServer() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public ScriptedServer on(String request, String body) {
    answers.put(request, new Answer(200, body));
    return this;
  }

  /** Refuses it with that error, as JSON services say it. */
  public ScriptedServer refuse(String request, String code) {
    answers.put(request, new Answer(400, "{\"__type\":\"%s\"}".formatted(code)));
    return this;
  }

  /** Refuses it with that status and body. */
  public ScriptedServer refuse(String request, int status, String body) {
    answers.put(request, new Answer(status, body));
    return this;
  }

  /** Takes requests and never answers. */
  public ScriptedServer silent() {
    silent = true;
    return this;
  }

  /** What was asked, in order. */
  public List<String> asked() {
    return asked;
  }

  private void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (silent) {
      return;
    }
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String request =
          target == null
              ? exchange.getRequestMethod() + " " + exchange.getRequestURI()
              : target.substring(target.lastIndexOf('.') + 1);
      asked.add(request);
      Answer answer =
          answers.entrySet().stream()
              .filter(
                  e -> target == null ? request.startsWith(e.getKey()) : request.equals(e.getKey()))
              .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
              .map(Map.Entry::getValue)
              .orElse(new Answer(400, "{\"__type\":\"UnknownOperationException\"}"));
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", target == null ? "application/xml" : "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
