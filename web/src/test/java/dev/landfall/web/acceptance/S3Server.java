package dev.landfall.web.acceptance;

import static org.awaitility.Awaitility.await;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3-protocol server as a process of its own, with one bucket. It does not outlive the test. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "logs";
  private static final Path JAR = Path.of("..", "jobs", "target", "servers", "s3mock.jar");

  private final Process process;
  private final int port;
  private final S3Client client;

  S3Server(Path folder) throws Exception {
    if (!Files.exists(JAR)) {
      throw new AssertionError("no server in " + JAR + "; the build of jobs fetches it");
    }
    port = freePort();
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("s3")),
                    "-Dserver.address=127.0.0.1",
                    "-Dserver.ssl.enabled=false",
                    "-Dserver.port=" + port,
                    "-Dhttp.port=0",
                    "-Dcom.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                    "-jar",
                    JAR.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3-server.txt").toFile())
            .start();
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    client =
        AwsClients.sync(
            S3Client.builder().forcePathStyle(true), AwsAccess.in("eu-west-1").at(endpoint()));
    await().atMost(Duration.ofMinutes(1)).until(this::answers);
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  private boolean answers() {
    try {
      HttpURLConnection asked =
          (HttpURLConnection) URI.create(endpoint() + "/" + BUCKET).toURL().openConnection();
      return asked.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Every file below a folder, under a prefix and its path there. */
  void upload(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        put(prefix + folder.relativize(file), file);
      }
    }
  }

  void put(String key, Path file) {
    client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromFile(file));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
