package dev.landfall.core.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Plays Slack, PagerDuty, Alertmanager or a webhook on loopback, and keeps what it got.
 *
 * <p>Each path answers by a script of its own: from the number of the request, starting at 1, to an
 * answer. It may also hang until it is closed, or reset the connection. Threads: safe.
 */
public final class SinkServer implements AutoCloseable {
  private static final int HANG = -1;
  private static final int RESET = -2;

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, IntFunction<Answer>> scripts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final List<Got> got = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** How a request is answered. */
  public record Answer(int status, Map<String, String> headers) {
    public static Answer of(int status) {
      return new Answer(status, Map.of());
    }

    public static Answer of(int status, String header, String value) {
      return new Answer(status, Map.of(header, value));
    }

    public static Answer hang() {
      return of(HANG);
    }

    public static Answer reset() {
      return of(RESET);
    }
  }

  /** One request as it came; header names in lower case. */
  public record Got(
      String path, Map<String, String> headers, String body, long atMillis, int status) {}

  private SinkServer(ServerSocket listening) {
    this.listening = listening;
  }

  public static SinkServer start() throws IOException {
    return start(0);
  }

  public static SinkServer start(int port) throws IOException {
    SinkServer server =
        new SinkServer(new ServerSocket(port, 500, InetAddress.getByName("127.0.0.1")));
    server.threads.execute(server::accept);
    return server;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public int port() {
    return listening.getLocalPort();
  }

  public void answer(String path, IntFunction<Answer> script) {
    scripts.put(path, script);
  }

  public List<Got> got() {
    synchronized (got) {
      return List.copyOf(got);
    }
  }

  /** Requests to a path that were answered with success. */
  public List<Got> accepted(String path) {
    return got().stream()
        .filter(each -> each.path().equals(path) && each.status() / 100 == 2)
        .toList();
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket socket = listening.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (one(in, socket)) {
        // the next request of the connection
      }
      socket.close();
    } catch (IOException gone) {
      // the client went away, or the test is over
    } finally {
      open.remove(socket);
    }
  }

  private boolean one(InputStream in, Socket socket) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return false;
    }
    String path = first.split(" ", -1)[1];
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    int n = counts.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
    IntFunction<Answer> script = scripts.get(path);
    Answer answer = script == null ? Answer.of(200) : script.apply(n);
    synchronized (got) {
      got.add(new Got(path, headers, body, System.currentTimeMillis(), answer.status()));
    }
    if (answer.status() == HANG) {
      return in.read() >= 0; // until the client gives up
    }
    if (answer.status() == RESET) {
      socket.setSoLinger(true, 0);
      return false;
    }
    write(socket.getOutputStream(), answer);
    return true;
  }

  private static void write(OutputStream out, Answer answer) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Status\r\n");
    answer.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
    head.append("Content-Length: 2\r\n\r\nok");
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
