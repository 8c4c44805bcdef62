package dev.landfall.core.detect.latency;

import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.episode.Reading;
import dev.landfall.core.detect.episode.Recent;
import dev.landfall.core.detect.episode.Telling;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * P95 of a Region above its limit for five minutes.
 *
 * <p>It begins with the fifth minute in a row, each with a call, in which P95 is above the limit,
 * where the five together hold twenty measured calls. It ends with the fifth minute in a row, each
 * with a measured call, over which P95 together is at most nine tenths of the limit, or after a
 * quarter of an hour in which nothing could be measured: then nobody can say that it goes on. A
 * minute without a measured call breaks a row either way. Minutes that made one begin or end count
 * for no other.
 *
 * <p>Shape: a function of the whole table of settled minutes, so what comes late or twice changes
 * the table and the table alone decides; the order of arrival cannot. Missing: a call whose time
 * nobody states is not measurable; it is neither fast nor slow.
 */
public final class LatencyRegression implements EpisodeRule {
  public static final String ID = "latency-regression";
  public static final long VERSION = 1;

  public static final DetectorSpec SPEC =
      new DetectorSpec(
          ID,
          VERSION,
          "Model calls too slow for too long",
          Severity.WARNING,
          "A Region that turns slow breaks what was promised to users long before it fails.",
          "Sees only calls whose time is logged: plain InvokeModel bodies and calls without a log"
              + " state none and are counted as not measurable, never as fine. Times are AWS's own,"
              + " without the network. Slow prompts look like a slow Region.",
          "Run 'landfall report latency' for the hours concerned: is it one Region, one model, one"
              + " size of prompt? Then route to another allowed Region or change the objective.");

  /** Minutes in a row that begin or end it. */
  public static final int ROW = 5;

  /** Measured calls that the minutes which begin it must hold together. */
  public static final int LEAST = 20;

  /** Share of the limit that P95 must not exceed for it to end. */
  public static final double RELEASE = 0.9;

  /** Minutes without a measured call that end it. */
  public static final int SILENT = 15;

  /** Positions in the figures of a minute. */
  public static final int MEASURED = 0;

  public static final int OVER = 1;
  public static final int NEAR = 2;
  public static final int NOT_MEASURABLE = 3;

  /** The limit times the measured calls, so that the limit in force shows. */
  public static final int LIMIT_MS = 4;

  /**
   * One regression. Units: starts of minutes, epoch milliseconds UTC.
   *
   * @param from the first of the minutes above the limit
   * @param to the last minute before it ended; null: it goes on at the end of the table
   * @param minutesOver minutes with P95 above the limit
   * @param measured calls measured from first to last
   */
  public record Episode(long from, @Nullable Long to, long minutesOver, long measured) {}

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public int lookBack() {
    return ROW;
  }

  @Override
  public int silentMinutes() {
    return SILENT;
  }

  @Override
  public long measured(long[] minute) {
    return minute[MEASURED];
  }

  @Override
  public @Nullable Reading begins(Recent recent) {
    boolean row =
        recent.sinceChange() >= ROW
            && recent.row(LatencyRegression::above) >= ROW
            && recent.sum(MEASURED, ROW) >= LEAST;
    return row ? reading(recent, ROW).since(ROW - 1) : null;
  }

  @Override
  public @Nullable Reading over(Recent recent) {
    boolean above = LatencyMinute.p95Above(recent.now(MEASURED), recent.now(OVER));
    return above ? reading(recent, 1) : null;
  }

  @Override
  public boolean ends(Recent recent) {
    return recent.sinceChange() >= ROW
        && recent.row(minute -> minute[MEASURED] > 0) >= ROW
        && !LatencyMinute.p95Above(recent.sum(MEASURED, ROW), recent.sum(NEAR, ROW));
  }

  private static boolean above(long[] minute) {
    return LatencyMinute.p95Above(minute[MEASURED], minute[OVER]);
  }

  /** How bad a minute is: the share of its calls above the limit. */
  private static Reading reading(Recent recent, int minutes) {
    long measured = recent.sum(MEASURED, minutes);
    long over = recent.sum(OVER, minutes);
    return Reading.of(
        SPEC.severity(),
        over * 1000 / measured,
        measured,
        over,
        recent.sum(NOT_MEASURABLE, minutes),
        recent.sum(LIMIT_MS, minutes) / measured);
  }

  @Override
  public Telling tell(dev.landfall.core.detect.episode.Episode episode) {
    long[] f = episode.figures();
    long limitMs = f[3];
    String unknown = f[2] == 0 ? "" : ", %d more not measurable".formatted(f[2]);
    return new Telling(
        "%d of %d calls above %d ms at its worst%s".formatted(f[1], f[0], limitMs, unknown),
        "P95 at most %d ms".formatted(limitMs),
        null);
  }

  /** One call's figures; {@code ms} null: nobody states its time. */
  public static long[] figures(@Nullable Long ms, long limitMs) {
    if (ms == null) {
      return new long[] {0, 0, 0, 1, 0};
    }
    return new long[] {1, ms > limitMs ? 1 : 0, ms > limitMs * RELEASE ? 1 : 0, 0, limitMs};
  }

  /** The regressions in a table of minutes; minutes that are not in it were silent. */
  public static List<Episode> of(SortedMap<Long, LatencyMinute> minutes) {
    SortedMap<Long, long[]> table = new TreeMap<>();
    minutes.forEach(
        (at, minute) ->
            table.put(
                at,
                new long[] {
                  minute.measured(), minute.over(), minute.near(), minute.notMeasurable(), 0
                }));
    return EpisodeTable.each(new LatencyRegression(), table).stream()
        .map(e -> new Episode(e.from(), e.to(), e.minutesOver(), e.calls()))
        .toList();
  }
}
