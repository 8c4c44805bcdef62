package dev.landfall.jobs.lake;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.bucket.BucketAccess;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** An S3 server of its own process on loopback, ended by {@link #close}. */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "lake-bucket";
  private static final Path JAR = Path.of("target", "servers", "s3mock.jar");

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts with one empty bucket; {@code folder} takes its files and its log. */
  public static S3Server start(Path folder) throws IOException {
    // any words: the server takes all
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    int port = freePort();
    int tls = freePort();
    Path log = folder.resolve("s3mock.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("s3mock")),
                    "-Dserver.address=127.0.0.1",
                    "-Dserver.port=" + tls,
                    "-Dhttp.port=" + port,
                    "-Dcom.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                    "-jar",
                    JAR.toAbsolutePath().toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    S3Server server = new S3Server(process, port);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> server.answers(log));
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public LakePlace.Bucket place(String prefix) {
    return new LakePlace.Bucket(
        BUCKET, prefix, new BucketAccess(AwsAccess.in("ap-southeast-6").at(url()), true));
  }

  private boolean answers(Path log) throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("the S3 server ended: " + Files.readString(log));
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
