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
 * forgotten minute afterwards is left out. Threads: confined to one.
 */
public final class EpisodeTable {
  private static final int VERSION = 1;

  /** So far before the end an answer is kept to go on from: corrections are seldom older. */
  private static final long RESUME_MILLIS = 3 * HourSums.HOUR;

  private MinuteSums minutes = new MinuteSums();
  private HourSums oldHours = new HourSums();
  private Walk carry = new Walk();
  private long forgottenBefore = Long.MIN_VALUE;

  /** Where an earlier answer was, short of its end; spares walking all minutes again. */
  private @Nullable Walk resume;

  private long resumeAt = Long.MIN_VALUE;

  /** Adds to the figures of the minute that a time is in; negative ones take back. */
  public void add(long millis, long... more) {
    if (touch(millis)) {
      minutes.add(millis, more);
    }
  }

  public void addAll(MinuteSums more) {
    more.minutes().forEach(this::add);
  }

  /** Puts figures in the place of those that the minute had. */
  public void set(long millis, long... figures) {
    if (touch(millis)) {
      minutes.set(millis, figures);
    }
  }

  private boolean touch(long millis) {
    long minute = MinuteSums.minuteOf(millis);
    if (minute < resumeAt) {
      resume = null;
      resumeAt = Long.MIN_VALUE;
    }
    return minute >= forgottenBefore;
  }

  /** Start of the last minute with any figure; null: there is none, or it is forgotten. */
  public @Nullable Long lastMinute() {
    return minutes.isEmpty() ? null : minutes.minutes().lastKey();
  }

  /**
   * The episodes in the minutes that ended by then. What is not measured up to then was silent.
   *
   * @param horizon epoch milliseconds UTC; the greatest there is: nothing comes any more
   */
  public Episodes episodes(EpisodeRule rule, long horizon) {
    Walk known = resumeAt <= horizon ? resume : null;
    Walk walk = known == null ? carry.copy() : known.copy();
    long from = known == null ? forgottenBefore : resumeAt;
    HourSums hours = hours(rule);
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
    walk.finish(rule, horizon);
    return walk.found();
  }

  /** Each episode of a table of which nothing was forgotten, in order; the last may be open. */
  public static List<Episode> each(EpisodeRule rule, SortedMap<Long, long[]> table) {
    List<Episode> all = new ArrayList<>();
    Walk walk = new Walk();
    HourSums hours = new HourSums();
    if (rule.hoursBack() > 0) {
      hours.addAll(table);
    }
    long count = 0;
    for (Map.Entry<Long, long[]> entry : table.entrySet()) {
      walk.take(rule, hours, entry.getKey(), entry.getValue());
      Episode ended = walk.past().latest();
      if (ended != null && walk.past().count() > count) {
        count = walk.past().count();
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
    HourSums hours = hours(rule);
    SortedMap<Long, long[]> old = minutes.minutes().headMap(before);
    old.forEach((minute, sums) -> carry.take(rule, hours, minute, sums));
    if (rule.hoursBack() > 0) {
      oldHours.addAll(old);
      oldHours.removeBefore(before - rule.hoursBack() * HourSums.HOUR);
    }
    minutes.removeBefore(before);
    forgottenBefore = before;
    if (resumeAt < before) {
      resume = null;
      resumeAt = Long.MIN_VALUE;
    }
  }

  private HourSums hours(EpisodeRule rule) {
    if (rule.hoursBack() == 0) {
      return oldHours;
    }
    HourSums all = oldHours.copy();
    all.addAll(minutes.minutes());
    return all;
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    minutes.write(out);
    oldHours.write(out);
    carry.write(out);
    out.writeFixedLong(forgottenBefore);
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
    table.minutes = MinuteSums.read(in);
    table.oldHours = HourSums.read(in);
    table.carry = Walk.read(in);
    table.forgottenBefore = in.readFixedLong();
    return table;
  }
}
