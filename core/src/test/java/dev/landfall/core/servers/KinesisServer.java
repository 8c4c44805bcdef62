package dev.landfall.core.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server that speaks the Kinesis protocol, as a process of its own on loopback.
 *
 * <p>kinesalite is fast and splits shards; kinesis-local offers enhanced fan-out. Both stand in
 * {@code jobs/src/test/servers}, where {@code ./landfall test} installs them. Clients must not send
 * CBOR ({@code aws.cborEnabled=false}) and name streams by their names.
 */
public final class KinesisServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Process process;
  private final int port;

  private KinesisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static KinesisServer kinesalite(Path logs) throws Exception {
    int port = freePort();
    return started("kinesalite.cjs", port, logs, Map.of(), List.of(String.valueOf(port)));
  }

  public static KinesisServer kinesisLocal(Path logs) throws Exception {
    int port = freePort();
    Map<String, String> environment =
        Map.of(
            "KINESIS_MOCK_PLAIN_PORT", String.valueOf(port),
            "KINESIS_MOCK_TLS_PORT", String.valueOf(freePort()),
            "KINESIS_MOCK_CERT_PATH",
                home().resolve("node_modules/kinesis-local/server.json").toString(),
            "REGISTER_STREAM_CONSUMER_DURATION", "50ms",
            "CREATE_STREAM_DURATION", "50ms");
    return started("kinesis-local.cjs", port, logs, environment, List.of());
  }

  /** For clients of this machine; AWS's own names resolve to nothing here. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  private static KinesisServer started(
      String script, int port, Path logs, Map<String, String> environment, List<String> words)
      throws Exception {
    if (!Files.isDirectory(home().resolve("node_modules"))) {
      throw new AssertionError("no servers in %s; ./landfall test installs them".formatted(home()));
    }
    List<String> command = new java.util.ArrayList<>(List.of("node", script));
    command.addAll(words);
    Path log = Files.createTempFile(logs, script, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    KinesisServer server = new KinesisServer(builder.start(), port);
    try {
      server.awaitListening(log);
      return server;
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private void awaitListening(Path log) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
        return;
      } catch (IOException notYet) {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError("the server does not listen: " + Files.readString(log));
  }

  /** Tests of every module run in their module's folder, beside that of {@code jobs}. */
  private static Path home() {
    return Path.of("../jobs/src/test/servers").toAbsolutePath().normalize();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
