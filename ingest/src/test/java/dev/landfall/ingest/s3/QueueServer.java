package dev.landfall.ingest.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One queue on loopback that speaks SQS's JSON protocol. A message that was received is hidden
 * until it is deleted or {@link #showAgain()}; it then has another receipt handle, and only the
 * newest deletes it.
 */
final class QueueServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  final AtomicInteger receives = new AtomicInteger();
  volatile boolean refuses;
  private final Map<String, String> bodies = new LinkedHashMap<>();
  private final Map<String, String> receipts = new TreeMap<>();
  private final HttpServer server;
  private int counter;

  QueueServer() throws IOException {
    // else each answer waits for the acknowledgement of its headers, 40 ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  String address() {
    String host = server.getAddress().getAddress().getHostAddress();
    return "http://" + host + ":" + server.getAddress().getPort() + "/111122223333/new-objects";
  }

  synchronized void send(String body) {
    bodies.put("message-" + counter++, body);
  }

  synchronized int size() {
    return bodies.size();
  }

  /** The visibility timeout has passed for all that was received. */
  synchronized void showAgain() {
    receipts.clear();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String action = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      JsonNode asked = JSON.readTree(exchange.getRequestBody());
      if (refuses) {
        send(exchange, 403, JSON.createObjectNode().put("__type", "AccessDeniedException"));
      } else if (action.equals("AmazonSQS.ReceiveMessage")) {
        receives.incrementAndGet();
        send(exchange, 200, received(asked.path("MaxNumberOfMessages").asInt()));
      } else if (action.equals("AmazonSQS.DeleteMessageBatch")) {
        send(exchange, 200, deleted(asked.path("Entries")));
      } else {
        send(exchange, 400, JSON.createObjectNode().put("__type", "UnsupportedOperation"));
      }
    }
  }

  private ObjectNode received(int most) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode messages = answer.putArray("Messages");
    for (Map.Entry<String, String> message : bodies.entrySet()) {
      if (messages.size() < most && !receipts.containsKey(message.getKey())) {
        String receipt = message.getKey() + "/" + counter++;
        receipts.put(message.getKey(), receipt);
        messages
            .addObject()
            .put("MessageId", message.getKey())
            .put("ReceiptHandle", receipt)
            .put("MD5OfBody", md5(message.getValue()))
            .put("Body", message.getValue());
      }
    }
    return answer;
  }

  private ObjectNode deleted(JsonNode entries) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode done = answer.putArray("Successful");
    answer.putArray("Failed");
    for (JsonNode entry : entries) {
      String receipt = entry.path("ReceiptHandle").asText();
      String id = receipt.substring(0, receipt.indexOf('/'));
      if (receipt.equals(receipts.get(id))) {
        bodies.remove(id);
      }
      done.addObject().put("Id", entry.path("Id").asText());
    }
    return answer;
  }

  private static void send(HttpExchange exchange, int status, ObjectNode answer)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String md5(String body) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
