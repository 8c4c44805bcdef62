package dev.landfall.core.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CloudTrail's LookupEvents over its own wire protocol, on a loopback port.
 *
 * <p>As AWS documents it: JSON 1.1 told by {@code x-amz-target}; newest first, 50 a page, both ends
 * of the time range included, one attribute; a token is good for the parameters it came with; two
 * requests a second, else {@code ThrottlingException}; events show some time after they happened.
 * Written without a JSON library, for the testkit has none: requests of the SDK are flat.
 */
public final class EventHistoryServer implements AutoCloseable {
  private static final int PAGE = 50;
  private static final long SECOND = 1_000_000_000L;
  private static final Pattern SOURCE =
      Pattern.compile(
          "\"LookupAttributes\":\\[\\{\"AttributeKey\":\"EventSource\",\"AttributeValue\":\"([^\"]+)\"}]");
  private static final Pattern START = Pattern.compile("\"StartTime\":([0-9.E]+)");
  private static final Pattern END = Pattern.compile("\"EndTime\":([0-9.E]+)");
  private static final Pattern TOKEN = Pattern.compile("\"NextToken\":\"([^\"]+)\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LongSupplier millis;
  private final LongSupplier nanos;
  private final List<Held> events = new ArrayList<>();
  private final Map<String, Continued> tokens = new HashMap<>();
  private final Deque<Long> recent = new ArrayDeque<>();
  private String refusal = "";
  private int expireTokens;
  private int given;
  private int throttled;
  private int answered;

  private record Held(
      String id, String name, String source, long at, long visibleAt, String json) {}

  private record Continued(String parameters, List<Held> rest) {}

  static {
    // without it every answer waits 40 ms for an acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Visibility goes by {@code millis}, the limit of requests by {@code nanos}. */
  public EventHistoryServer(LongSupplier millis, LongSupplier nanos) throws IOException {
    this.millis = millis;
    this.nanos = nanos;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Adds an event; {@code delayMillis} after its time it can be looked up. */
  public synchronized void add(
      String id, String name, String source, long at, long delayMillis, String json) {
    events.add(new Held(id, name, source, at / 1000 * 1000, at + delayMillis, json));
  }

  /** Answers every request with this error until it is empty again. */
  public synchronized void refuse(String code) {
    refusal = code;
  }

  /** The next so many tokens that come back are refused as expired. */
  public synchronized void expire(int next) {
    expireTokens = next;
  }

  public synchronized int throttled() {
    return throttled;
  }

  /** Pages given. */
  public synchronized int answered() {
    return answered;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (target == null
          || !target.endsWith("CloudTrail_20131101.LookupEvents")
          || !"application/x-amz-json-1.1".equals(type)) {
        answer(exchange, 400, error("UnknownOperationException"));
        return;
      }
      String page = page(body);
      answer(exchange, page.startsWith("{\"__type\"") ? 400 : 200, page);
    }
  }

  private synchronized String page(String request) {
    long now = nanos.getAsLong();
    while (!recent.isEmpty() && now - recent.peekFirst() >= SECOND) {
      recent.removeFirst();
    }
    if (recent.size() >= 2) {
      throttled++;
      return error("ThrottlingException");
    }
    recent.addLast(now);
    if (!refusal.isEmpty()) {
      return error(refusal);
    }
    Matcher source = SOURCE.matcher(request);
    Matcher start = START.matcher(request);
    Matcher end = END.matcher(request);
    if (!source.find() || !start.find() || !end.find()) {
      return error("InvalidLookupAttributesException");
    }
    String parameters = source.group(1) + '|' + start.group(1) + '|' + end.group(1);
    Matcher token = TOKEN.matcher(request);
    List<Held> rest;
    if (token.find()) {
      Continued continued = tokens.remove(token.group(1));
      if (continued == null || !continued.parameters.equals(parameters) || expireTokens-- > 0) {
        return error("InvalidNextTokenException");
      }
      rest = continued.rest;
    } else {
      rest = found(source.group(1), time(start.group(1)), time(end.group(1)));
    }
    return given(parameters, rest);
  }

  private List<Held> found(String source, long from, long to) {
    long now = millis.getAsLong();
    return events.stream()
        .filter(e -> e.source.equals(source) && e.visibleAt <= now)
        .filter(e -> e.at >= from && e.at <= to)
        .sorted(Comparator.comparingLong(Held::at).reversed())
        .toList();
  }

  private String given(String parameters, List<Held> rest) {
    answered++;
    int n = Math.min(PAGE, rest.size());
    StringBuilder json = new StringBuilder("{\"Events\":[");
    for (Held e : rest.subList(0, n)) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",");
      json.append("{\"EventId\":\"").append(e.id).append("\",\"EventName\":\"").append(e.name);
      json.append("\",\"ReadOnly\":\"true\",\"EventTime\":").append(e.at / 1000);
      json.append(",\"EventSource\":\"").append(e.source).append("\",\"Resources\":[]");
      json.append(",\"CloudTrailEvent\":\"").append(escaped(e.json)).append("\"}");
    }
    json.append(']');
    if (rest.size() > n) {
      String token = "token-" + ++given;
      tokens.put(token, new Continued(parameters, List.copyOf(rest.subList(n, rest.size()))));
      json.append(",\"NextToken\":\"").append(token).append('"');
    }
    return json.append('}').toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static long time(String seconds) {
    return new java.math.BigDecimal(seconds).movePointRight(3).longValueExact();
  }

  private static String error(String code) {
    return "{\"__type\":\"" + code + "\",\"message\":\"said by the test\"}";
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
