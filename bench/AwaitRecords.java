import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeUnavailable;
import dev.landfall.reports.totals.ReplayTotals;
import java.nio.file.Path;

/**
 * Waits until a lake holds every record that was planted, and prints how long that took, in seconds
 * since the epoch second given, with the calls that stand by then.
 *
 * <p>Usage: {@code java -cp '<dist>/lib/*' bench/AwaitRecords.java LAKE TRUTH.JSON SINCE_MILLIS}
 */
public final class AwaitRecords {
  public static void main(String[] args) throws Exception {
    long records =
        new JsonMapper().readTree(Path.of(args[1]).toFile()).path("records_read").asLong();
    long since = Long.parseLong(args[2]);
    long deadline = System.nanoTime() + 900_000_000_000L;
    while (System.nanoTime() < deadline) {
      try (Lake lake = Lake.open(Path.of(args[0]), LakeOptions.besideTheJob())) {
        ReplayTotals totals = ReplayTotals.of(lake);
        if (totals.recordsRead() >= records) {
          double seconds = (System.currentTimeMillis() - since) / 1e3;
          System.out.printf(
              java.util.Locale.ROOT,
              "%.1f s, %,.0f records/s, %,d calls written by then%n",
              seconds,
              records / seconds,
              totals.calls());
          return;
        }
      } catch (LakeUnavailable notYet) {
        // nothing is published before the first checkpoint
      }
      Thread.sleep(500);
    }
    throw new IllegalStateException("not all records were there after 15 minutes");
  }
}
