package dev.landfall.core.quota;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One quota row, second by second.
 *
 * <p>Shape: nothing but sums, so uses may come in any order, {@link #retract} undoes {@link #add}
 * exactly, and two ledgers of one row can be added. Settled tokens count in the second a call
 * ended; its reservation is in flight in the seconds from its start up to, not including, that one;
 * the call counts as a request in the minute it began. Units: minutes are named by their start in
 * epoch milliseconds. Threads: confined to one.
 *
 * <p>Bound: about half a kilobyte a busy minute, until {@link #forget}. A call that claims to have
 * lasted longer than an hour is held in flight for its last hour only, so that one wild latency
 * cannot fill the ledger.
 */
public final class QuotaLedger {
  private static final int VERSION = 1;
  private static final long SECOND = 1000;
  private static final long MINUTE = 60_000;
  private static final long LONGEST_FLIGHT = 60 * MINUTE;

  private final TreeMap<Long, MinuteBucket> minutes = new TreeMap<>();
  private final TreeSet<Long> dirty = new TreeSet<>();
  private long forgottenBefore = Long.MIN_VALUE;

  public void add(QuotaUse use) {
    apply(use, 1);
  }

  public void retract(QuotaUse use) {
    apply(use, -1);
  }

  /** Adds what another ledger of the same quota row holds: sums made before keying. */
  public void addAll(QuotaLedger other) {
    other.minutes.forEach((minute, bucket) -> addTo(minute, mine -> mine.addAll(bucket)));
    dirty.addAll(other.dirty);
  }

  /** Starts of the minutes whose figures may have changed since {@link #clean()}. */
  public SortedSet<Long> dirtyMinutes() {
    return Collections.unmodifiableSortedSet(dirty);
  }

  public void clean() {
    dirty.clear();
  }

  public QuotaMinute minute(long minuteStartMillis) {
    long start = floor(minuteStartMillis, MINUTE);
    MinuteBucket now = minutes.getOrDefault(start, new MinuteBucket());
    MinuteBucket before = minutes.getOrDefault(start - MINUTE, new MinuteBucket());
    // At second s the window (t-60 s, t] is the minute's seconds 0..s and the one before's s+1..59.
    long rolling = before.settled.sum();
    long clock = 0;
    long reserved = now.reservedAtStart;
    long peakRolling = 0;
    long peakClock = 0;
    long peakReserved = 0;
    for (int s = 0; s < Seconds.COUNT; s++) {
      rolling += now.settled.get(s) - before.settled.get(s);
      clock += now.settled.get(s);
      reserved += now.reservedChange.get(s);
      peakRolling = Math.max(peakRolling, rolling + reserved);
      peakClock = Math.max(peakClock, clock + reserved);
      peakReserved = Math.max(peakReserved, reserved);
    }
    return new QuotaMinute(
        start,
        clock,
        peakRolling,
        peakClock,
        peakReserved,
        now.requests,
        now.throttled,
        now.unknownSettled,
        now.unknownReserved);
  }

  /**
   * Drops what is not needed for the figures of minutes from {@code beforeMillis} on. Later uses
   * change only minutes that are kept.
   */
  public void forget(long beforeMillis) {
    long keep = floor(beforeMillis, MINUTE) - MINUTE;
    if (keep > forgottenBefore) {
      forgottenBefore = keep;
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
    out.writeLong(minutes.size());
    for (Map.Entry<Long, MinuteBucket> entry : minutes.entrySet()) {
      out.writeLong(entry.getKey() / MINUTE);
      entry.getValue().write(out);
    }
    out.writeLong(dirty.size());
    dirty.forEach(minute -> out.writeLong(minute / MINUTE));
    return out.toByteArray();
  }

  public static QuotaLedger decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "stored ledger has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    QuotaLedger ledger = new QuotaLedger();
    ledger.forgottenBefore = in.readFixedLong();
    for (long n = in.readLong(); n > 0; n--) {
      ledger.minutes.put(in.readLong() * MINUTE, MinuteBucket.read(in));
    }
    for (long n = in.readLong(); n > 0; n--) {
      ledger.dirty.add(in.readLong() * MINUTE);
    }
    return ledger;
  }

  private void apply(QuotaUse use, int sign) {
    long ended = floor(use.completedAt(), SECOND);
    long began = floor(Math.max(use.startedAt(), use.completedAt() - LONGEST_FLIGHT), SECOND);
    Long settled = use.settledTokens();
    Long reserved = use.reservedTokens();
    addTo(
        floor(ended, MINUTE),
        bucket -> {
          if (settled == null) {
            bucket.unknownSettled += sign;
          } else {
            bucket.settled.add(second(ended), sign * settled);
          }
        });
    addTo(
        floor(use.startedAt(), MINUTE),
        bucket -> {
          bucket.requests += sign;
          bucket.throttled += use.throttled() ? sign : 0;
          bucket.unknownReserved += reserved == null ? sign : 0;
        });
    if (reserved != null && reserved != 0 && began < ended) {
      hold(began, ended, sign * reserved);
    }
    markDirty(use.startedAt(), began, ended);
  }

  private void hold(long began, long ended, long amount) {
    addTo(floor(began, MINUTE), bucket -> bucket.reservedChange.add(second(began), amount));
    for (long m = floor(began, MINUTE) + MINUTE; m <= floor(ended, MINUTE); m += MINUTE) {
      addTo(m, bucket -> bucket.reservedAtStart += amount);
    }
    addTo(floor(ended, MINUTE), bucket -> bucket.reservedChange.add(second(ended), -amount));
  }

  /** What was settled rolls into the minute after the end as well. */
  private void markDirty(long started, long began, long ended) {
    mark(floor(started, MINUTE));
    for (long m = floor(began, MINUTE); m <= floor(ended, MINUTE) + MINUTE; m += MINUTE) {
      mark(m);
    }
  }

  private void mark(long minute) {
    if (minute >= forgottenBefore) {
      dirty.add(minute);
    }
  }

  private interface Change {
    void to(MinuteBucket bucket);
  }

  private void addTo(long minute, Change change) {
    if (minute < forgottenBefore) {
      return;
    }
    MinuteBucket bucket = minutes.computeIfAbsent(minute, m -> new MinuteBucket());
    change.to(bucket);
    if (bucket.requests == 0 && bucket.isZero()) {
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
