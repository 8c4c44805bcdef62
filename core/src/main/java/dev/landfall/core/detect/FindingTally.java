package dev.landfall.core.detect;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.LiveSnapshot;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The grounds of one finding, counted: how many, first, last.
 *
 * <p>Shape: sums and a multiset of times, so grounds may come in any order and {@link #retract}
 * undoes {@link #add} exactly. Of several grounds the gravest severity and newest rule version
 * speak for the finding. Threads: confined to one. Bound: {@link #fold} turns old times into one
 * sum; after that the first and last of what was folded stay as they were until all of it is
 * retracted.
 *
 * <p>Missing: when the last ground is gone the finding is superseded; it keeps the first and last
 * it had, for a row needs a day.
 */
public final class FindingTally {
  private static final int VERSION = 1;
  private static final Comparator<Ground> LOUDEST_FIRST =
      Comparator.comparing(Ground::severity)
          .thenComparing(Ground::ruleVersion, Comparator.reverseOrder())
          .thenComparing(Ground::headline);

  private @Nullable Ground identity;
  private Times times = new Times();

  /** Each way of telling the finding (time left out) with how many grounds tell it so. */
  private final TreeMap<Ground, Long> tellings = new TreeMap<>(LOUDEST_FIRST);

  private long occurrences;
  private long folded;
  private long foldedFirst;
  private long foldedLast;
  private long foldedBefore = Long.MIN_VALUE;
  private long lastKnownFirst;
  private long lastKnownLast;

  private FindingTally() {}

  public static FindingTally empty() {
    return new FindingTally();
  }

  public void add(Ground ground) {
    change(ground, 1);
  }

  public void retract(Ground ground) {
    change(ground, -1);
  }

  /**
   * Many grounds that differ only in their times; {@code sign} 1 gives them, -1 takes them back.
   */
  public void addAll(Ground template, long[] at, int sign) {
    if (at.length == 0) {
      return;
    }
    Ground timeless = template.dated(0);
    join(timeless);
    for (long time : at) {
      count(time, sign);
    }
    told(timeless, (long) sign * at.length);
  }

  /** No ground is left, or none ever came. */
  public boolean isEmpty() {
    return occurrences == 0 && times.isEmpty() && folded == 0;
  }

  public long occurrences() {
    return occurrences;
  }

  /**
   * Sums up grounds before that time. Fold only what is older than anything that may still be
   * retracted or corrected.
   */
  public void fold(long beforeMillis) {
    if (beforeMillis <= foldedBefore) {
      return;
    }
    foldedBefore = beforeMillis;
    if (times.isEmpty() || times.first() >= beforeMillis) {
      return;
    }
    long first = times.first();
    long last = times.lastBefore(beforeMillis);
    foldedFirst = folded == 0 ? first : Math.min(foldedFirst, first);
    foldedLast = folded == 0 ? last : Math.max(foldedLast, last);
    folded += times.drainBefore(beforeMillis);
  }

  /** A row of the table findings. */
  public LakeRow row(long revision) {
    Ground told = telling();
    return new LakeRow(LakeTable.FINDINGS)
        .set("finding_id", told.findingId())
        .set("rule", told.rule())
        .set("rule_version", told.ruleVersion())
        .set("severity", told.severity().id())
        .set("account", told.account())
        .set("workload", told.workload())
        .set("profile", told.profile())
        .set("region", told.region())
        .set("subject", told.subject())
        .set("occurrences", occurrences)
        .setMillis("first_seen_at", firstSeenAt())
        .setMillis("last_seen_at", lastSeenAt())
        .set("status", isEmpty() ? "superseded" : "open")
        .set("headline", told.headline())
        .set("revision", revision);
  }

  public LiveSnapshot.OpenFinding open() {
    Ground told = telling();
    return new LiveSnapshot.OpenFinding(
        told.findingId(),
        told.rule(),
        told.severity().id(),
        told.account(),
        told.workload(),
        told.profile(),
        told.region(),
        told.subject(),
        occurrences,
        firstSeenAt(),
        lastSeenAt(),
        told.headline());
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeByte(identity == null ? 0 : 1);
    if (identity == null) {
      return out.toByteArray();
    }
    GroundCodec.write(out, identity);
    times.write(out);
    out.writeLong(tellings.size());
    for (Map.Entry<Ground, Long> entry : tellings.entrySet()) {
      GroundCodec.write(out, entry.getKey());
      out.writeLong(entry.getValue());
    }
    out.writeLong(occurrences);
    out.writeLong(folded);
    out.writeLong(foldedFirst);
    out.writeLong(foldedLast);
    out.writeFixedLong(foldedBefore);
    out.writeLong(lastKnownFirst);
    out.writeLong(lastKnownLast);
    return out.toByteArray();
  }

  public static FindingTally decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "stored finding has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    FindingTally tally = new FindingTally();
    if (in.readByte() == 0) {
      return tally;
    }
    tally.identity = GroundCodec.read(in);
    tally.times = Times.read(in);
    for (long n = in.readLong(); n > 0; n--) {
      Ground telling = GroundCodec.read(in);
      tally.tellings.put(telling, in.readLong());
    }
    tally.occurrences = in.readLong();
    tally.folded = in.readLong();
    tally.foldedFirst = in.readLong();
    tally.foldedLast = in.readLong();
    tally.foldedBefore = in.readFixedLong();
    tally.lastKnownFirst = in.readLong();
    tally.lastKnownLast = in.readLong();
    return tally;
  }

  private void change(Ground ground, int sign) {
    Ground timeless = ground.dated(0);
    join(timeless);
    count(ground.at(), sign);
    told(timeless, sign);
  }

  private void join(Ground timeless) {
    if (identity == null) {
      identity = timeless;
    } else if (!sameFinding(identity, timeless)) {
      throw new IllegalArgumentException(
          "a ground of finding %s cannot join %s"
              .formatted(timeless.findingId(), identity.findingId()));
    }
  }

  private void count(long at, int sign) {
    if (sign < 0 && occurrences == 1) {
      lastKnownFirst = firstSeenAt();
      lastKnownLast = lastSeenAt();
    }
    occurrences += sign;
    if (at < foldedBefore) {
      fold(at, sign);
    } else {
      times.add(at, sign);
    }
  }

  private void told(Ground timeless, long count) {
    tellings.merge(timeless, count, (a, b) -> a + b == 0 ? null : a + b);
    if (!isEmpty()) {
      identity = telling();
    }
  }

  private void fold(long at, int sign) {
    if (sign > 0) {
      foldedFirst = folded == 0 ? at : Math.min(foldedFirst, at);
      foldedLast = folded == 0 ? at : Math.max(foldedLast, at);
    }
    folded += sign;
  }

  private Ground telling() {
    Ground known = tellings.isEmpty() ? identity : tellings.firstKey();
    if (known == null) {
      throw new IllegalStateException("a finding without any ground has no row");
    }
    return known;
  }

  private long firstSeenAt() {
    if (isEmpty()) {
      return lastKnownFirst;
    }
    if (times.isEmpty()) {
      return foldedFirst;
    }
    return folded == 0 ? times.first() : Math.min(foldedFirst, times.first());
  }

  private long lastSeenAt() {
    if (isEmpty()) {
      return lastKnownLast;
    }
    if (times.isEmpty()) {
      return foldedLast;
    }
    return folded == 0 ? times.last() : Math.max(foldedLast, times.last());
  }

  private static boolean sameFinding(Ground a, Ground b) {
    return a.rule().equals(b.rule())
        && java.util.Objects.equals(a.account(), b.account())
        && java.util.Objects.equals(a.workload(), b.workload())
        && java.util.Objects.equals(a.profile(), b.profile())
        && java.util.Objects.equals(a.region(), b.region())
        && java.util.Objects.equals(a.subject(), b.subject());
  }
}
