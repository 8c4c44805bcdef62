package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A rule's way through the minutes: the last ones it may look at, and what it has found so far.
 *
 * <p>Shape: can be copied and coded at any minute and goes on from there as if it had never
 * stopped. Threads: confined to one.
 */
final class Walk {
  private static final long[] SILENT = {};

  private final Deque<long[]> ring = new ArrayDeque<>();
  private @Nullable Long at;
  private long lastMeasured;
  private long silent;
  private long sinceChange;
  private @Nullable Episode open;
  private Episodes past = Episodes.NONE;

  Walk copy() {
    Walk copy = new Walk();
    copy.ring.addAll(ring);
    copy.at = at;
    copy.lastMeasured = lastMeasured;
    copy.silent = silent;
    copy.sinceChange = sinceChange;
    copy.open = open;
    copy.past = past;
    return copy;
  }

  Deque<long[]> ring() {
    return ring;
  }

  long at() {
    if (at == null) {
      throw new IllegalStateException("no minute has been walked");
    }
    return at;
  }

  long sinceChange() {
    return sinceChange;
  }

  @Nullable Episode open() {
    return open;
  }

  Episodes past() {
    return past;
  }

  Episodes found() {
    return open == null ? past : past.with(open);
  }

  /** Walks on to a minute; those between, without figures, are silent. */
  void take(EpisodeRule rule, HourSums hours, long minuteAt, long[] minute) {
    pass(rule, minuteAt);
    push(rule, minuteAt, minute.clone());
    long measured = rule.measured(minute);
    if (measured <= 0) {
      silence(rule);
      return;
    }
    silent = 0;
    lastMeasured = minuteAt;
    Recent recent = new Recent(this, hours);
    Episode now = open;
    if (now == null) {
      begin(rule, recent);
    } else {
      open = now.with(minuteAt, measured, rule.over(recent));
      if (rule.ends(recent)) {
        end(minuteAt);
      }
    }
  }

  /** Walks on to a time through minutes that are silent; nothing where that is behind. */
  void finish(EpisodeRule rule, long before) {
    if (at != null && before - MinuteSums.MINUTE > at) {
      pass(rule, before);
    }
  }

  /** Silent minutes up to one; beyond those that the rule can tell apart, more change nothing. */
  private void pass(EpisodeRule rule, long minuteAt) {
    if (at == null) {
      return;
    }
    long between = (minuteAt - at) / MinuteSums.MINUTE - 1;
    long told = Math.min(between, Math.max(rule.lookBack(), rule.silentMinutes()));
    for (long n = 0; n < told; n++) {
      push(rule, at + MinuteSums.MINUTE, SILENT);
      silence(rule);
    }
    sinceChange += between - told;
  }

  private void push(EpisodeRule rule, long minuteAt, long[] minute) {
    at = minuteAt;
    ring.addLast(minute);
    if (ring.size() > rule.lookBack()) {
      ring.removeFirst();
    }
    sinceChange++;
  }

  private void silence(EpisodeRule rule) {
    silent++;
    if (silent >= rule.silentMinutes()) {
      end(lastMeasured);
    }
  }

  private void begin(EpisodeRule rule, Recent recent) {
    Reading reading = rule.begins(recent);
    if (reading == null) {
      return;
    }
    int back = reading.minutesBack();
    long calls = 0;
    Iterator<long[]> minutes = ring.descendingIterator();
    for (int n = 0; n <= back && minutes.hasNext(); n++) {
      long[] minute = minutes.next();
      calls += minute.length == 0 ? 0 : rule.measured(minute);
    }
    open =
        new Episode(
            at() - back * MinuteSums.MINUTE,
            null,
            at(),
            back + 1L,
            calls,
            reading.severity(),
            at(),
            reading.measure(),
            reading.figures(),
            reading.cause());
    sinceChange = 0;
  }

  private void end(long minuteAt) {
    Episode now = open;
    if (now != null) {
      past = past.with(now.ended(minuteAt));
      open = null;
      sinceChange = 0;
    }
  }

  void write(ByteWriter out) {
    out.writeLong(ring.size());
    ring.forEach(minute -> Sums.write(out, minute));
    out.writeNullable(at);
    out.writeLong(lastMeasured);
    out.writeLong(silent);
    out.writeLong(sinceChange);
    past.write(out);
    out.writeByte(open == null ? 0 : 1);
    if (open != null) {
      open.write(out);
    }
  }

  static Walk read(ByteReader in) {
    Walk walk = new Walk();
    for (long n = in.readLong(); n > 0; n--) {
      walk.ring.addLast(Sums.read(in));
    }
    walk.at = in.readNullableLong();
    walk.lastMeasured = in.readLong();
    walk.silent = in.readLong();
    walk.sinceChange = in.readLong();
    walk.past = Episodes.read(in);
    walk.open = in.readByte() == 0 ? null : Episode.read(in);
    return walk;
  }
}
