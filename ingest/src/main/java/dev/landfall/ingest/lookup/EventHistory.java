package dev.landfall.ingest.lookup;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsFault;
import dev.landfall.ingest.lookup.EventPages.NoPage;
import java.io.Closeable;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One account's event history in one Region, read on from where it was left: first what is past,
 * then what comes.
 *
 * <p>Shape: {@link #next} blocks until there is something to say. Lanes take turns, so that a long
 * past of one does not silence the others. Errors: those of AWS are {@link LookupStep.Failing}, and
 * the same window is tried again. Threads: one.
 */
public final class EventHistory implements Closeable {
  /** LookupEvents answers for the last 90 days. */
  static final long REACH = Duration.ofDays(90).toMillis();

  /** The far edge moves while the past is read; what it takes meanwhile is no loss to speak of. */
  private static final long EDGE = Duration.ofHours(1).toMillis();

  private static final long GRAVE_AFTER = 60_000;
  private static final long FIRST_WAIT = 1_000;
  private static final long LAST_WAIT = 60_000;

  private final Options options;
  private final EventPages pages;
  private final LookupTime time;
  private final List<Lane> lanes = new ArrayList<>();
  private long turns;

  /**
   * How a history is read.
   *
   * <p>Units: milliseconds.
   *
   * @param bounded read up to now and end
   * @param everyMillis time between two looks at the present
   * @param overlapMillis how long after it happened an event may come to be seen
   */
  public record Options(
      AwsAccess access, boolean bounded, long everyMillis, long overlapMillis, LookupTime time)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  public EventHistory(Options options, Map<EventLane, LaneCursor> from) {
    this.options = options;
    this.time = options.time();
    this.pages = new EventPages(options.access(), time);
    from.forEach(
        (lane, cursor) -> lanes.add(new Lane(lane, new WindowReader(pages, lane), cursor)));
  }

  private static final class Lane {
    final EventLane name;
    final WindowReader reader;
    LaneCursor cursor;
    boolean ended;
    long dueAt = Long.MIN_VALUE;
    long turn;
    long failingSince;
    int failures;

    Lane(EventLane name, WindowReader reader, LaneCursor cursor) {
      this.name = name;
      this.reader = reader;
      this.cursor = cursor;
    }
  }

  /** The next thing that came of looking up; after {@link LookupStep.Ended} there is none. */
  public LookupStep next() throws InterruptedException {
    while (true) {
      List<Lane> open = lanes.stream().filter(lane -> !lane.ended).toList();
      if (open.isEmpty()) {
        return new LookupStep.Ended();
      }
      Lane lane =
          open.stream()
              .min(
                  Comparator.comparingLong((Lane l) -> Math.max(l.dueAt, time.millis()))
                      .thenComparingLong(l -> l.turn))
              .orElseThrow();
      long wait = lane.dueAt - time.millis();
      if (lane.dueAt != Long.MIN_VALUE && wait > 0) {
        time.sleep(wait);
        continue;
      }
      lane.turn = ++turns;
      if (lane.cursor.sweepEnded()) {
        begin(lane);
      }
      if (!lane.cursor.sweepEnded()) {
        return look(lane);
      }
      lane.dueAt = time.millis() + EventWindow.SECOND;
    }
  }

  private void begin(Lane lane) {
    long now = time.millis() / EventWindow.SECOND * EventWindow.SECOND;
    lane.cursor = lane.cursor.sweep(now, options.overlapMillis());
  }

  private LookupStep look(Lane lane) throws InterruptedException {
    long reach = time.millis() / EventWindow.SECOND * EventWindow.SECOND - REACH;
    if (lane.cursor.position() < reach) {
      EventWindow gone =
          new EventWindow(lane.cursor.position(), Math.min(reach, lane.cursor.target()));
      boolean read = gone.to() <= lane.cursor.frontier();
      lane.cursor = lane.cursor.past(gone);
      if (gone.length() > EDGE && !read) {
        return new LookupStep.Lost(lane.name, gone, time.millis(), lane.cursor);
      }
      if (lane.cursor.sweepEnded()) {
        return looked(lane, new WindowReader.Whole(gone, List.of()));
      }
    }
    try {
      WindowReader.Whole whole = lane.reader.read(lane.cursor);
      lane.cursor = lane.cursor.past(whole.window());
      return looked(lane, whole);
    } catch (NoPage e) {
      return failed(lane, e.fault());
    }
  }

  private LookupStep looked(Lane lane, WindowReader.Whole whole) {
    lane.failures = 0;
    if (lane.cursor.sweepEnded()) {
      lane.ended = options.bounded();
      lane.dueAt = time.millis() + options.everyMillis() * lane.name.everyTurns();
    } else {
      lane.dueAt = Long.MIN_VALUE;
    }
    return new LookupStep.Looked(
        lane.name, whole.window(), whole.events(), time.millis(), lane.cursor);
  }

  private LookupStep failed(Lane lane, AwsFault fault) {
    long now = time.millis();
    if (lane.failures++ == 0) {
      lane.failingSince = now;
    }
    boolean person =
        switch (fault.kind()) {
          case DENIED, REFUSED, MISSING -> true;
          case THROTTLED, EXPIRED, UNREACHABLE -> false;
        };
    long wait =
        person ? LAST_WAIT : Math.min(LAST_WAIT, FIRST_WAIT << Math.min(lane.failures - 1, 6));
    boolean grave = person || now - lane.failingSince >= GRAVE_AFTER;
    lane.dueAt = now + wait;
    lane.ended = options.bounded() && grave;
    return new LookupStep.Failing(lane.name, fault.reason(), lane.failingSince, now, grave);
  }

  @Override
  public void close() {
    pages.close();
  }
}
