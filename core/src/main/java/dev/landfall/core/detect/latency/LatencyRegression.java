package dev.landfall.core.detect.latency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * P95 of a Region above its limit for five minutes.
 *
 * <p>It begins with the fifth minute in a row, each with a call, in which P95 is above the limit,
 * where the five together hold twenty measured calls. It ends with the fifth minute in a row, each
 * with a measured call, over which P95 together is at most nine tenths of the limit, or after a
 * quarter of an hour in which nothing could be measured: then nobody can say that it goes on. A
 * minute without a measured call breaks a row either way.
 *
 * <p>Shape: a function of the whole table of settled minutes, so what comes late or twice changes
 * the table and the table alone decides; the order of arrival cannot.
 */
public final class LatencyRegression {
  public static final String ID = "latency-regression";
  public static final long VERSION = 1;

  /** Minutes in a row that begin or end it. */
  public static final int ROW = 5;

  /** Measured calls that the minutes which begin it must hold together. */
  public static final int LEAST = 20;

  /** Share of the limit that P95 must not exceed for it to end. */
  public static final double RELEASE = 0.9;

  /** Minutes without a measured call that end it. */
  public static final int SILENT = 15;

  /**
   * One regression. Units: starts of minutes, epoch milliseconds UTC.
   *
   * @param from the first of the minutes above the limit
   * @param to the last minute before it ended; null: it goes on at the end of the table
   * @param minutesOver minutes with P95 above the limit
   * @param measured calls measured from first to last
   */
  public record Episode(long from, @Nullable Long to, long minutesOver, long measured) {}

  private final Deque<LatencyMinute> row = new ArrayDeque<>();
  private final List<Episode> episodes = new ArrayList<>();
  private @Nullable Episode open;
  private int silent;
  private long lastMeasured;

  private LatencyRegression() {}

  /** The regressions in a table of minutes; minutes that are not in it were silent. */
  public static List<Episode> of(SortedMap<Long, LatencyMinute> minutes) {
    LatencyRegression regression = new LatencyRegression();
    LatencyMinute before = null;
    for (LatencyMinute minute : minutes.values()) {
      regression.pass(before, minute);
      regression.take(minute);
      before = minute;
    }
    if (regression.open != null) {
      regression.episodes.add(regression.open);
    }
    return List.copyOf(regression.episodes);
  }

  /** Silent minutes between two; beyond those that end it, more change nothing. */
  private void pass(@Nullable LatencyMinute before, LatencyMinute minute) {
    long at = before == null ? minute.minuteAt() : before.next();
    for (int n = 0; n < SILENT && at < minute.minuteAt(); n++) {
      LatencyMinute none = LatencyMinute.silent(at);
      take(none);
      at = none.next();
    }
  }

  private void take(LatencyMinute minute) {
    if (minute.measured() == 0) {
      row.clear();
      silent++;
      if (silent >= SILENT) {
        end(lastMeasured);
      }
      return;
    }
    silent = 0;
    lastMeasured = minute.minuteAt();
    boolean over = above(minute);
    Episode now = open;
    if (now == null) {
      if (!over) {
        row.clear();
        return;
      }
      keep(minute);
      begin();
    } else {
      open =
          new Episode(
              now.from(),
              null,
              now.minutesOver() + (over ? 1 : 0),
              now.measured() + minute.measured());
      keep(minute);
      if (row.size() == ROW && released()) {
        end(minute.minuteAt());
      }
    }
  }

  private void keep(LatencyMinute minute) {
    row.addLast(minute);
    if (row.size() > ROW) {
      row.removeFirst();
    }
  }

  private void begin() {
    long measured = row.stream().mapToLong(LatencyMinute::measured).sum();
    if (row.size() == ROW && measured >= LEAST) {
      open = new Episode(row.getFirst().minuteAt(), null, ROW, measured);
      row.clear();
    }
  }

  private boolean released() {
    long measured = row.stream().mapToLong(LatencyMinute::measured).sum();
    long near = row.stream().mapToLong(LatencyMinute::near).sum();
    return !LatencyMinute.p95Above(measured, near);
  }

  private void end(long at) {
    Episode now = open;
    if (now != null) {
      episodes.add(new Episode(now.from(), at, now.minutesOver(), now.measured()));
      open = null;
      row.clear();
    }
  }

  private static boolean above(LatencyMinute minute) {
    return LatencyMinute.p95Above(minute.measured(), minute.over());
  }
}
