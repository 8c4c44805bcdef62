import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeUnavailable;
import dev.landfall.reports.totals.ReplayTotals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Waits until a lake says of its records and calls what was planted; prints when every record was
 * read and when all was settled, in seconds since the time given, or what still differs.
 *
 * <p>Usage: {@code java -cp '<dist>/lib/*' bench/AwaitSettled.java LAKE TRUTH.JSON SINCE_MILLIS
 * [PATIENCE_SECONDS]}. Exit code 1: it still differed after the patience, usually two hours.
 */
public final class AwaitSettled {
  private static final List<String> PLANTED =
      List.of(
          "records_read",
          "calls",
          "pairing",
          "verdicts",
          "witnesses",
          "duplicates",
          "addenda",
          "rejected",
          "late",
          "breach_calls");

  private AwaitSettled() {}

  public static void main(String[] args) throws Exception {
    JsonMapper json = new JsonMapper();
    JsonNode truth = json.readTree(Path.of(args[1]).toFile());
    long since = Long.parseLong(args[2]);
    long patience = args.length > 3 ? Long.parseLong(args[3]) : 7_200;
    long deadline = System.nanoTime() + patience * 1_000_000_000L;
    List<String> differs = List.of("nothing was published");
    boolean read = false;
    while (System.nanoTime() < deadline) {
      try (Lake lake = Lake.open(Path.of(args[0]), LakeOptions.besideTheJob())) {
        // through text, so that equal numbers are of one kind
        JsonNode is = json.readTree(json.writeValueAsBytes(ReplayTotals.of(lake)));
        if (!read && is.path("records_read").asLong() >= truth.path("records_read").asLong()) {
          read = true;
          say("every record read", truth, since);
        }
        differs = differences(truth, is);
        if (differs.isEmpty()) {
          say("settled, as planted", truth, since);
          return;
        }
      } catch (LakeUnavailable notYet) {
        // nothing is published before the first checkpoint
      }
      Thread.sleep(5_000);
    }
    differs.forEach(System.out::println);
    System.exit(1);
  }

  private static void say(String what, JsonNode truth, long since) {
    double seconds = (System.currentTimeMillis() - since) / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f s, %,.0f records/s%n",
        what,
        seconds,
        truth.path("records_read").asLong() / seconds);
  }

  private static List<String> differences(JsonNode truth, JsonNode is) {
    List<String> differs = new ArrayList<>();
    for (String name : PLANTED) {
      JsonNode wanted = truth.path(name);
      if (!wanted.isMissingNode() && !wanted.equals(is.path(name))) {
        differs.add(name + ": planted " + wanted + ", found " + is.path(name));
      }
    }
    return differs;
  }
}
