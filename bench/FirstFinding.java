import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long the demo takes from its command to the first finding in what the first page shows; see
 * {@code bench/first-page}. The service is stopped after each run and its folder removed.
 */
public final class FirstFinding {
  private static final JsonMapper JSON = new JsonMapper();
  private static final URI PAGE = URI.create("http://127.0.0.1:8080/live.json");

  public static void main(String[] args) throws Exception {
    for (int run = 1; run <= Integer.parseInt(args[1]); run++) {
      System.out.printf(Locale.ROOT, "run %d: first finding after %.1f s%n", run, seconds(Path.of(args[0])));
    }
  }

  private static double seconds(Path root) throws Exception {
    Path folder = Files.createTempDirectory("landfall-demo");
    long since = System.nanoTime();
    Process service =
        new ProcessBuilder(root.resolve("landfall").toString(), "up", "--dir", folder.resolve("demo").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      HttpClient client = HttpClient.newHttpClient();
      while (!found(client)) {
        if (!service.isAlive() || System.nanoTime() - since > 120_000_000_000L) {
          throw new IllegalStateException("no finding:\n" + Files.readString(folder.resolve("out")));
        }
        Thread.sleep(50);
      }
      return (System.nanoTime() - since) / 1e9;
    } finally {
      service.destroy();
      service.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static boolean found(HttpClient client) throws InterruptedException {
    try {
      String said = client.send(HttpRequest.newBuilder(PAGE).build(), BodyHandlers.ofString()).body();
      return JSON.readTree(said).path("findings").size() > 0;
    } catch (IOException notYet) {
      return false;
    }
  }
}
