package dev.landfall.ingest.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.landfall.ingest.aws.AwsAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One bucket on loopback that speaks S3's protocol for ListObjectsV2 and GetObject: keys in the
 * order of their UTF-8 bytes, pages, common prefixes, {@code start-after}, continuation tokens,
 * {@code encoding-type=url}; ranges and {@code If-Match}.
 */
final class BucketServer implements AutoCloseable {
  static final String BUCKET = "logs";
  private static final int PAGE = 1_000;

  /** How the server answers for a key or a prefix, until it is taken back. */
  record Fault(int status, String code, String message) {
    static final Fault DENIED = new Fault(403, "AccessDenied", "Access Denied");
    static final Fault KEY_DENIED =
        new Fault(403, "AccessDenied", "User is not authorized to perform: kms:Decrypt");
    static final Fault ARCHIVED =
        new Fault(403, "InvalidObjectState", "The operation is not valid for the storage class");
  }

  private record Stored(byte[] bytes, String eTag, Instant modifiedAt) {}

  final List<String> lists = new CopyOnWriteArrayList<>();
  final AtomicInteger gets = new AtomicInteger();
  final Map<String, Fault> faults = new ConcurrentHashMap<>();

  /** After so many bytes of a key the connection ends, once for each number. */
  final Map<String, List<Integer>> breaks = new ConcurrentHashMap<>();

  /** What happens when the key is broken off: another content, say. */
  volatile Runnable onBreak = () -> {};

  private final NavigableMap<String, Stored> keys =
      new ConcurrentSkipListMap<>(
          (a, b) ->
              Arrays.compareUnsigned(
                  a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpServer server;

  BucketServer() throws IOException {
    // else each answer waits for the acknowledgement of its headers, 40 ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  AwsAccess access() {
    String host = server.getAddress().getAddress().getHostAddress();
    return AwsAccess.in("eu-west-1").at("http://" + host + ":" + server.getAddress().getPort());
  }

  void put(String key, Instant modifiedAt) {
    put(key, new byte[] {1}, modifiedAt);
  }

  void put(String key, byte[] bytes, Instant modifiedAt) {
    String eTag = "\"" + Integer.toHexString(Arrays.hashCode(bytes)) + key.hashCode() + "\"";
    keys.put(key, new Stored(bytes, eTag, modifiedAt));
  }

  int size() {
    return keys.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      if (query.containsKey("list-type")) {
        list(exchange, query);
      } else {
        gets.incrementAndGet();
        get(exchange, path.substring(BUCKET.length() + 2));
      }
    }
  }

  // --- ListObjectsV2 ------------------------------------------------------------------------

  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    lists.add(prefix);
    for (Map.Entry<String, Fault> fault : faults.entrySet()) {
      if (prefix.startsWith(fault.getKey())) {
        refuse(exchange, fault.getValue());
        return;
      }
    }
    String token = query.get("continuation-token");
    String after = token != null ? token : query.getOrDefault("start-after", "");
    String delimiter = query.get("delimiter");
    List<String> contents = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    String last = null;
    boolean truncated = false;
    String at = after.compareTo(prefix) < 0 && !after.startsWith(prefix) ? prefix : after;
    boolean inclusive = at.equals(prefix) && !at.equals(after);
    for (String key = next(at, inclusive); key != null && key.startsWith(prefix); ) {
      int cut = delimiter == null ? -1 : key.indexOf(delimiter, prefix.length());
      String entry = cut < 0 ? key : key.substring(0, cut + 1);
      if (contents.size() + folders.size() == PAGE) {
        truncated = true;
        break;
      }
      (cut < 0 ? contents : folders).add(entry);
      last = cut < 0 ? key : entry + Character.toString(0x10FFFF);
      key = next(last, false);
    }
    send(exchange, 200, xml(contents, folders, truncated ? last : null));
  }

  private String next(String after, boolean inclusive) {
    return inclusive ? keys.ceilingKey(after) : keys.higherKey(after);
  }

  private String xml(List<String> contents, List<String> folders, String next) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    xml.append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    xml.append("<EncodingType>url</EncodingType><Name>logs</Name>");
    xml.append("<IsTruncated>").append(next != null).append("</IsTruncated>");
    if (next != null) {
      xml.append("<NextContinuationToken>").append(url(next)).append("</NextContinuationToken>");
    }
    for (String key : contents) {
      Stored stored = keys.get(key);
      xml.append("<Contents><Key>").append(url(key)).append("</Key><LastModified>");
      xml.append(stored.modifiedAt).append("</LastModified><ETag>");
      xml.append(stored.eTag.replace("\"", "&quot;")).append("</ETag><Size>");
      xml.append(stored.bytes.length).append("</Size></Contents>");
    }
    for (String folder : folders) {
      xml.append("<CommonPrefixes><Prefix>").append(url(folder));
      xml.append("</Prefix></CommonPrefixes>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  // --- GetObject ----------------------------------------------------------------------------

  private void get(HttpExchange exchange, String key) throws IOException {
    Stored stored = keys.get(key);
    if (faults.containsKey(key)) {
      refuse(exchange, faults.get(key));
      return;
    }
    if (stored == null) {
      refuse(exchange, new Fault(404, "NoSuchKey", "The specified key does not exist."));
      return;
    }
    String wanted = exchange.getRequestHeaders().getFirst("If-Match");
    if (wanted != null && !wanted.equals(stored.eTag)) {
      refuse(exchange, new Fault(412, "PreconditionFailed", "did not hold"));
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    exchange.getResponseHeaders().set("ETag", stored.eTag);
    int length = stored.bytes.length - from;
    if (range != null) {
      int end = stored.bytes.length;
      String part = "bytes " + from + "-" + (end - 1) + "/" + end;
      exchange.getResponseHeaders().set("Content-Range", part);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, length);
    write(exchange, key, stored, from);
  }

  private void write(HttpExchange exchange, String key, Stored stored, int from)
      throws IOException {
    List<Integer> ends = breaks.get(key);
    OutputStream out = exchange.getResponseBody();
    if (ends == null || ends.isEmpty()) {
      out.write(stored.bytes, from, stored.bytes.length - from);
      return;
    }
    out.write(stored.bytes, from, Math.max(0, ends.remove(0) - from));
    out.flush();
    onBreak.run();
  }

  // --- HTTP ---------------------------------------------------------------------------------

  private static void refuse(HttpExchange exchange, Fault fault) throws IOException {
    send(
        exchange,
        fault.status,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(fault.code, fault.message));
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] sides = pair.split("=", 2);
      String value = sides.length == 1 ? "" : sides[1];
      query.put(sides[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
