package dev.landfall.core.quota;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One quota row, second by second and caller by caller.
 *
 * <p>Shape: nothing but sums, so uses may come in any order, {@link #retract} undoes {@link #add}
 * exactly, and two ledgers of one row can be added. Settled tokens count in the second a call
 * ended; its reservation is in flight in the seconds from its start up to, not including, that one;
 * the call counts as a request in the second it began. Units: minutes are named by their start in
 * epoch milliseconds. Threads: confined to one.
 *
 * <p>Bound: under a kilobyte a busy minute and caller, until {@link #forget}. A call that claims to
 * have lasted longer than an hour is held in flight for its last hour only, so that one wild
 * latency cannot fill the ledger.
 */
public final class QuotaLedger {
  private static final int VERSION = 2;
  private static final long SECOND = 1000;
  private static final long MINUTE = 60_000;
  private static final long LONGEST_FLIGHT = 60 * MINUTE;
  private static final MinuteBucket NOTHING = new MinuteBucket();

  private final TreeMap<Long, MinuteBucket> minutes = new TreeMap<>();
  private final TreeSet<Long> dirty = new TreeSet<>();
  private long forgottenBefore = Long.MIN_VALUE;

  // Uses come about in order, so most change the minute that the one before changed.
  private long lastMinute;
  private String lastCaller = "";
  private @Nullable CallerMinute last;

  /** All minutes from here to there are dirty; none where the first is the later. */
  private long dirtyFrom = Long.MAX_VALUE;

  private long dirtyTo = Long.MIN_VALUE;

  public void add(QuotaUse use) {
    apply(use, 1);
  }

  public void retract(QuotaUse use) {
    apply(use, -1);
  }

  /** Adds what another ledger of the same quota row holds: sums made before keying. */
  public void addAll(QuotaLedger other) {
    last = null;
    other.minutes.forEach(
        (minute, bucket) -> {
          if (minute >= forgottenBefore) {
            MinuteBucket mine = minutes.computeIfAbsent(minute, m -> new MinuteBucket());
            mine.addAll(bucket);
            drop(minute, mine);
          }
        });
    dirty.addAll(other.dirty);
  }

  /** Starts of the minutes whose figures may have changed since {@link #clean()}. */
  public SortedSet<Long> dirtyMinutes() {
    return Collections.unmodifiableSortedSet(dirty);
  }

  public void clean() {
    dirty.clear();
    dirtyFrom = Long.MAX_VALUE;
    dirtyTo = Long.MIN_VALUE;
  }

  /** Whether all of a minute is still held: it has not been forgotten. */
  public boolean remembers(long minuteStartMillis) {
    return minuteStartMillis - MINUTE >= forgottenBefore;
  }

  /** Starts of the minutes of which anything is held. */
  public SortedSet<Long> heldMinutes() {
    return Collections.unmodifiableSortedSet(minutes.navigableKeySet());
  }

  /** Anything is held of the minute or of the one before it, which rolls into it. */
  public boolean isUsed(long minuteStartMillis) {
    return minutes.containsKey(minuteStartMillis)
        || minutes.containsKey(minuteStartMillis - MINUTE);
  }

  public QuotaMinute minute(long minuteStartMillis) {
    long start = floor(minuteStartMillis, MINUTE);
    return QuotaMinute.of(start, bucket(start - MINUTE), bucket(start));
  }

  /** How the row stood in the second that holds this time. */
  public QuotaMoment moment(long atMillis) {
    return moment(atMillis, new DaySum(this));
  }

  /**
   * The same.
   *
   * @param day of this ledger as it is; null: spares summing up the day, whose settled tokens are
   *     given as 0
   */
  QuotaMoment moment(long atMillis, @Nullable DaySum day) {
    long start = floor(atMillis, MINUTE);
    return Moments.at(
        floor(atMillis, SECOND),
        bucket(start - MINUTE),
        bucket(start),
        day == null ? 0 : day.until(atMillis));
  }

  /** Who held the row in the second that holds this time, the greatest first. */
  public List<CallerShare> shares(long atMillis) {
    long start = floor(atMillis, MINUTE);
    return Moments.shares(floor(atMillis, SECOND), bucket(start - MINUTE), bucket(start));
  }

  /** The second of the minute in which settled and reserved together were greatest; the first. */
  public long peakAt(long minuteStartMillis) {
    long start = floor(minuteStartMillis, MINUTE);
    return start + SECOND * Moments.peakSecond(bucket(start - MINUTE), bucket(start));
  }

  /** Seconds of the minute in which calls were refused, as epoch milliseconds. */
  public List<Long> refusals(long minuteStartMillis) {
    long start = floor(minuteStartMillis, MINUTE);
    List<Long> seconds = new ArrayList<>();
    MinuteBucket bucket = bucket(start);
    for (int s = 0; s < Seconds.COUNT; s++) {
      long refused = 0;
      for (CallerMinute caller : bucket.callers.values()) {
        refused += caller.refused.get(s);
      }
      if (refused > 0) {
        seconds.add(start + s * SECOND);
      }
    }
    return seconds;
  }

  /**
   * Drops what is not needed for the figures of minutes from {@code beforeMillis} on. Later uses
   * change only minutes that are kept.
   */
  public void forget(long beforeMillis) {
    long keep = floor(beforeMillis, MINUTE) - MINUTE;
    if (keep > forgottenBefore) {
      forgottenBefore = keep;
      last = null;
      dirtyFrom = Long.MAX_VALUE;
      dirtyTo = Long.MIN_VALUE;
      minutes.headMap(keep).clear();
      dirty.headSet(keep).clear();
    }
  }

  /** Nothing is held: every use was retracted or forgotten. */
  public boolean isEmpty() {
    return minutes.isEmpty();
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeFixedLong(forgottenBefore);
    // Every caller once: a minute says the caller's place among them.
    TreeSet<String> names = new TreeSet<>();
    minutes.values().forEach(bucket -> names.addAll(bucket.callers.keySet()));
    out.writeLong(names.size());
    names.forEach(out::writeString);
    out.writeLong(minutes.size());
    for (Map.Entry<Long, MinuteBucket> entry : minutes.entrySet()) {
      out.writeLong(entry.getKey() / MINUTE);
      out.writeLong(entry.getValue().callers.size());
      entry
          .getValue()
          .callers
          .forEach(
              (caller, minute) -> {
                out.writeLong(names.headSet(caller).size());
                minute.write(out);
              });
    }
    out.writeLong(dirty.size());
    dirty.forEach(minute -> out.writeLong(minute / MINUTE));
    return out.toByteArray();
  }

  /** Reads every version up to this build's; of version 1 the callers are not known. */
  public static QuotaLedger decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "stored ledger has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    QuotaLedger ledger = new QuotaLedger();
    ledger.forgottenBefore = in.readFixedLong();
    List<String> names = new ArrayList<>();
    for (long n = version == 1 ? 0 : in.readLong(); n > 0; n--) {
      names.add(in.readString());
    }
    for (long n = in.readLong(); n > 0; n--) {
      MinuteBucket bucket = new MinuteBucket();
      ledger.minutes.put(in.readLong() * MINUTE, bucket);
      if (version == 1) {
        bucket.callers.put(QuotaUse.UNKNOWN_CALLER, CallerMinute.readFirst(in));
      } else {
        for (long callers = in.readLong(); callers > 0; callers--) {
          bucket.callers.put(names.get((int) in.readLong()), CallerMinute.read(in));
        }
      }
    }
    for (long n = in.readLong(); n > 0; n--) {
      ledger.dirty.add(in.readLong() * MINUTE);
    }
    return ledger;
  }

  private MinuteBucket bucket(long minute) {
    MinuteBucket held = minutes.get(minute);
    return held == null ? NOTHING : held;
  }

  /** Settled in whole minutes, from the first to, not including, the second. */
  long settledIn(long fromMinute, long toMinute) {
    long settled = 0;
    for (MinuteBucket each : minutes.subMap(fromMinute, toMinute).values()) {
      for (CallerMinute caller : each.callers.values()) {
        settled = Math.addExact(settled, caller.settled.sum());
      }
    }
    return settled;
  }

  /** Settled in the minute that holds this time, up to and with its second. */
  long settledOfMinute(long atMillis) {
    long settled = 0;
    for (CallerMinute caller : bucket(floor(atMillis, MINUTE)).callers.values()) {
      settled = Math.addExact(settled, caller.settled.sum(0, second(atMillis) + 1));
    }
    return settled;
  }

  private void apply(QuotaUse use, int sign) {
    long ended = floor(use.completedAt(), SECOND);
    long began = floor(Math.max(use.startedAt(), use.completedAt() - LONGEST_FLIGHT), SECOND);
    Long reserved = use.reservedTokens();
    int second = second(use.startedAt());
    change(
        use.caller(), floor(use.startedAt(), MINUTE), minute -> begin(minute, use, second, sign));
    change(use.caller(), floor(ended, MINUTE), minute -> end(minute, use, second(ended), sign));
    if (reserved != null && reserved != 0 && began < ended) {
      hold(use.caller(), began, ended, sign * reserved);
    }
    markDirty(use.startedAt(), began, ended);
  }

  private static void end(CallerMinute minute, QuotaUse use, int second, int sign) {
    Long settled = use.settledTokens();
    if (settled == null) {
      minute.unknownSettled += sign;
    } else {
      minute.settled.add(second, sign * settled);
    }
    if (use.output().apart()) {
      Long output = use.output().tokens();
      minute.output = Math.addExact(minute.output, output == null ? 0 : sign * output);
      minute.unknownOutput += output == null ? sign : 0;
    }
  }

  private static void begin(CallerMinute minute, QuotaUse use, int second, int sign) {
    minute.begun.add(second, sign);
    Long limit = use.limitTokens();
    if (use.throttled()) {
      minute.refused.add(second, sign);
      if (limit != null) {
        minute.askedLimit.add(second, sign * limit);
        minute.askedKnown.add(second, sign);
      }
    }
    Long reserved = use.reservedTokens();
    minute.unknownReserved += reserved == null ? sign : 0;
    if (reserved != null && limit != null && !use.throttled()) {
      minute.known += sign;
      minute.reserved = Math.addExact(minute.reserved, sign * reserved);
      minute.limits = Math.addExact(minute.limits, sign * limit);
    }
    minute.unset += use.unset() ? sign : 0;
  }

  private void hold(String caller, long began, long ended, long amount) {
    change(caller, floor(began, MINUTE), m -> m.reservedChange.add(second(began), amount));
    for (long m = floor(began, MINUTE) + MINUTE; m <= floor(ended, MINUTE); m += MINUTE) {
      change(
          caller,
          m,
          minute -> minute.reservedAtStart = Math.addExact(minute.reservedAtStart, amount));
    }
    change(caller, floor(ended, MINUTE), m -> m.reservedChange.add(second(ended), -amount));
  }

  /** What was settled or begun rolls into the minute after it as well. */
  private void markDirty(long started, long began, long ended) {
    mark(floor(started, MINUTE));
    mark(floor(started, MINUTE) + MINUTE);
    for (long m = floor(began, MINUTE); m <= floor(ended, MINUTE) + MINUTE; m += MINUTE) {
      mark(m);
    }
  }

  private void mark(long minute) {
    if (minute < forgottenBefore || minute >= dirtyFrom && minute <= dirtyTo) {
      return;
    }
    dirty.add(minute);
    if (minute != dirtyTo + MINUTE) {
      dirtyFrom = minute;
    }
    dirtyTo = minute;
  }

  private interface Change {
    void to(CallerMinute minute);
  }

  private void change(String caller, long minute, Change change) {
    if (minute < forgottenBefore) {
      return;
    }
    CallerMinute of = last;
    if (of == null || minute != lastMinute || !caller.equals(lastCaller)) {
      of = minutes.computeIfAbsent(minute, m -> new MinuteBucket()).of(caller);
      lastMinute = minute;
      lastCaller = caller;
      last = of;
    }
    change.to(of);
    if (of.begun.isZero()) {
      MinuteBucket bucket = bucket(minute);
      bucket.tidy(caller);
      drop(minute, bucket);
      last = null;
    }
  }

  private void drop(long minute, MinuteBucket bucket) {
    if (bucket.isEmpty()) {
      minutes.remove(minute);
    }
  }

  private static int second(long millis) {
    return (int) (Math.floorMod(millis, MINUTE) / SECOND);
  }

  private static long floor(long millis, long unit) {
    return Math.floorDiv(millis, unit) * unit;
  }
}
