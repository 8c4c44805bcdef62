package dev.landfall.ingest.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The planted throttle episodes, so many of each kind over the span, and their calls in order.
 *
 * <p>Shape: each kind has its own quota row, on which nothing else runs. Memory: one episode of
 * each kind, and a line for each that is over.
 */
final class Episodes {
  /** One row's episodes, one after the other. */
  private final class Row {
    private final Lanes.Throttled row;
    private final Dice dice;
    private long made;
    private int next;
    private List<CallPlan> calls = List.of();

    Row(Lanes.Throttled row, long seed) {
      this.row = row;
      this.dice = new Dice(seed);
      more();
    }

    @Nullable CallPlan first() {
      return next < calls.size() ? calls.get(next) : null;
    }

    CallPlan take() {
      CallPlan call = calls.get(next++);
      if (next == calls.size()) {
        more();
      }
      return call;
    }

    private void more() {
      if (made < count) {
        Episode episode = Episode.make(row, startMs + made * slotMs, byTheClock, dice);
        told.add(new Episode(row, episode.from(), episode.to(), episode.refused(), List.of()));
        calls = episode.calls();
        next = 0;
        made++;
      }
    }
  }

  private final List<Episode> told = new ArrayList<>();
  private final PriorityQueue<Row> rows =
      new PriorityQueue<>(
          Comparator.comparingLong((Row row) -> start(row)).thenComparing(row -> row.row.kind()));
  private final int count;
  private final long startMs;
  private final long slotMs;
  private final boolean byTheClock;

  /**
   * @param count episodes of each kind
   */
  Episodes(int count, long seed, long startMs, long spanMs, boolean byTheClock) {
    this.count = count;
    this.startMs = startMs;
    this.slotMs = count == 0 ? 0 : spanMs / count;
    this.byTheClock = byTheClock;
    for (Lanes.Throttled row : count == 0 ? List.<Lanes.Throttled>of() : Lanes.THROTTLED) {
      rows.add(new Row(row, Dice.mix(seed ^ Dice.mix(0x657069736fL + row.kind().ordinal()))));
    }
  }

  /** The next call that starts before a time; null: there is none. */
  @Nullable CallPlan before(long untilMs) {
    Row row = rows.peek();
    if (row == null || start(row) >= untilMs) {
      return null;
    }
    rows.remove();
    CallPlan call = row.take();
    if (row.first() != null) {
      rows.add(row);
    }
    return call;
  }

  /** Leaves out what would have started before a time. */
  void skipTo(long ms) {
    CallPlan missed = before(ms);
    while (missed != null) {
      missed = before(ms);
    }
  }

  /** Every episode made so far, without its calls, in the order of time and kind. */
  List<Episode> told() {
    List<Episode> sorted = new ArrayList<>(told);
    sorted.sort(
        Comparator.comparingLong(Episode::from).thenComparing(episode -> episode.row().kind()));
    return sorted;
  }

  private static long start(Row row) {
    CallPlan first = row.first();
    return first == null ? Long.MAX_VALUE : first.startMs;
  }
}
