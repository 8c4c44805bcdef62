package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The minutes of one finding, and the episodes that a rule sees in them.
 *
 * <p>Shape: {@link #episodes} is a function of the whole table, so what comes late, twice or is
 * taken back changes the table and the table alone decides. Bound: {@link #forget} keeps of older
 * minutes what the rule still has to know, so forgetting changes no answer; what comes for a
 * forgotten minute afterwards is left out. A table is asked by one rule only. Threads: confined to
 * one.
 */
public final class EpisodeTable {
  private static final int VERSION = 1;

  /** So far before the end an answer is kept to go on from: corrections are seldom older. */
  private static final long RESUME_MILLIS = 3 * HourSums.HOUR;

  private MinuteSums minutes = new MinuteSums();
  private HourSums hours = new HourSums();
  private Walk carry = new Walk();
  private long forgottenBefore = Long.MIN_VALUE;

  /** Where an earlier answer was, short of its end; spares walking all minutes again. */
  private @Nullable Walk resume;

  private long resumeAt = Long.MIN_VALUE;
  private @Nullable Answer last;

  private record Answer(long horizon, long silentTo, Episodes episodes) {}

  /** Adds to the figures of the minute that a time is in; negative ones take back. */
  public void add(long millis, long... more) {
    if (touch(millis)) {
      minutes.add(millis, more);
      hours.add(millis, more);
    }
  }

  public void addAll(MinuteSums more) {
    more.minutes().forEach(this::add);
  }

  /** Puts figures in the place of those that the minute had. */
  public void set(long millis, long... figures) {
    long[] before = minutes.of(millis);
    long[] change = figures.clone();
    for (int i = 0; before != null && i < change.length; i++) {
      change[i] -= before[i];
    }
    if (!Sums.isZero(change)) {
      add(millis, change);
    }
  }

  private boolean touch(long millis) {
    long minute = MinuteSums.minuteOf(millis);
    if (minute < resumeAt) {
      resume = null;
      resumeAt = Long.MIN_VALUE;
    }
    if (last != null && minute < last.horizon) {
      last = null;
    }
    return minute >= forgottenBefore;
  }

  /** Start of the last minute with any figure; null: there is none, or it is forgotten. */
  public @Nullable Long lastMinute() {
    return minutes.isEmpty() ? null : minutes.minutes().lastKey();
  }

  /** The episodes in the minutes that ended by then; what is not measured till then was silent. */
  public Episodes episodes(EpisodeRule rule, long horizon) {
    return episodes(rule, horizon, horizon);
  }

  /**
   * The episodes in the minutes that ended by a time.
   *
   * @param horizon epoch milliseconds UTC; the greatest there is: nothing comes any more
   * @param silentTo up to here what is not measured was silent; after it, it may still come
   */
  public Episodes episodes(EpisodeRule rule, long horizon, long silentTo) {
    long end = MinuteSums.minuteOf(horizon);
    long silent = MinuteSums.minuteOf(silentTo);
    if (last == null || last.horizon != end || last.silentTo != silent) {
      last = new Answer(end, silent, walked(rule, end, silent));
    }
    return last.episodes;
  }

  private Episodes walked(EpisodeRule rule, long horizon, long silentTo) {
    Walk known = resumeAt <= horizon ? resume : null;
    Walk walk = known == null ? carry.copy() : known.copy();
    long from = known == null ? forgottenBefore : resumeAt;
    boolean kept = false;
    for (Map.Entry<Long, long[]> entry : minutes.from(from).entrySet()) {
      long minute = entry.getKey();
      if (minute + MinuteSums.MINUTE > horizon) {
        break;
      }
      if (!kept && minute >= horizon - RESUME_MILLIS) {
        resume = walk.copy();
        resumeAt = minute;
        kept = true;
      }
      walk.take(rule, hours, minute, entry.getValue());
    }
    walk.finish(rule, silentTo);
    return walk.found();
  }

  /** Each episode of a table of which nothing was forgotten, in order; the last may be open. */
  public static List<Episode> each(EpisodeRule rule, SortedMap<Long, long[]> table) {
    List<Episode> all = new ArrayList<>();
    Walk walk = new Walk();
    HourSums hours = new HourSums();
    hours.addAll(table);
    for (Map.Entry<Long, long[]> entry : table.entrySet()) {
      walk.take(rule, hours, entry.getKey(), entry.getValue());
      Episode ended = walk.past().latest();
      if (ended != null && walk.past().count() > all.size()) {
        all.add(ended);
      }
    }
    Episode open = walk.open();
    if (open != null) {
      all.add(open);
    }
    return all;
  }

  /** Forgets the minutes of all hours that ended by then, which must not change any more. */
  public void forget(EpisodeRule rule, long beforeMillis) {
    long before = HourSums.hourOf(beforeMillis);
    if (before <= forgottenBefore) {
      return;
    }
    minutes
        .minutes()
        .headMap(before)
        .forEach((minute, sums) -> carry.take(rule, hours, minute, sums));
    minutes.removeBefore(before);
    hours.removeBefore(before - rule.hoursBack() * HourSums.HOUR);
    forgottenBefore = before;
    if (resumeAt < before) {
      resume = null;
      resumeAt = Long.MIN_VALUE;
    }
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeFixedLong(forgottenBefore);
    hours.writeBefore(out, forgottenBefore);
    minutes.write(out);
    carry.write(out);
    return out.toByteArray();
  }

  public static EpisodeTable decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a table of minutes has version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    EpisodeTable table = new EpisodeTable();
    table.forgottenBefore = in.readFixedLong();
    table.hours = HourSums.read(in);
    table.minutes = MinuteSums.read(in);
    table.hours.addAll(table.minutes.minutes());
    table.carry = Walk.read(in);
    return table;
  }
}
