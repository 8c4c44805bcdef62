package dev.landfall.core.canary;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The canaries that are on their way, and the sources whose last canary did not arrive.
 *
 * <p>Shape: a planting opens a wait, {@link #told} ends it well, its time passing ends it as
 * missed. A source with a missed canary has one finding until a later one of it arrives. Bound: an
 * id of each canary planted in the last thirty days; older plantings are passed over. Threads:
 * confined to one.
 */
public final class CanaryBook {
  private static final int VERSION = 1;
  private static final long FORGET_MILLIS = Planting.KEPT.toMillis();

  /** What is met later than this after its time, after a rebuild, was judged long ago. */
  private static final long RECENT_MILLIS = Duration.ofHours(1).toMillis();

  /** An answer that came in time is taken in this much later at most. */
  private static final long GRACE_MILLIS = 2_000;

  private static final String MISSED = "canary-missed-";

  private final Map<String, Planting> waiting = new TreeMap<>();
  private final TreeMap<String, Long> known = new TreeMap<>();
  private final TreeMap<String, Missing> missing = new TreeMap<>();
  private final Set<String> early = new TreeSet<>();

  private final List<FindingRevision> news = new ArrayList<>();

  /** Alerts that some sink has answered and that have not ended: true, a sink refused it. */
  private final TreeMap<String, Boolean> answered = new TreeMap<>();

  private record Missing(long count, long first, long last) {}

  /** Takes a planting in; false: it was known, or is too old to matter. */
  public boolean take(Planting planting, long now) {
    if (now - planting.plantedAt() > FORGET_MILLIS || known.containsKey(planting.id())) {
      return false;
    }
    known.put(planting.id(), planting.plantedAt());
    boolean recent = now - planting.plantedAt() <= planting.withinMillis() + RECENT_MILLIS;
    if (early.remove(planting.id())) {
      news.addAll(arrived(planting, now));
    } else if (planting.failure() == null && recent) {
      waiting.put(planting.id(), planting);
    }
    return true;
  }

  /** A sink has taken the canary's alert, or refused it for good. */
  public void answered(String alert, boolean refused) {
    answered.merge(alert, refused, Boolean::logicalOr);
  }

  /** Alerts that wait to be ended once no sink is to be told of them any more. */
  public List<String> answered() {
    return List.copyOf(answered.keySet());
  }

  /** Forgets the answers to an alert; whether every sink that answered took it. */
  public boolean ended(String alert) {
    Boolean refused = answered.remove(alert);
    return refused != null && !refused;
  }

  /**
   * Every sink has taken it. What is to be told of its source; empty: nothing.
   *
   * @param alert the canary's fingerprint
   */
  public List<FindingRevision> told(String alert, long now) {
    String id = alert.substring(Canary.alert("").length());
    Planting planting = waiting.remove(id);
    if (planting == null) {
      if (!known.containsKey(id) && early.size() < 1_000) {
        early.add(id);
      }
      return List.of();
    }
    return arrived(planting, now);
  }

  /** What follows from a canary that was told before its file was read; it is given once. */
  public List<FindingRevision> news() {
    List<FindingRevision> all = List.copyOf(news);
    news.clear();
    return all;
  }

  private List<FindingRevision> arrived(Planting planting, long now) {
    Missing before = missing.get(planting.source());
    if (before == null || before.last > planting.plantedAt()) {
      return List.of();
    }
    missing.remove(planting.source());
    return List.of(revision(planting.source(), before, false, now));
  }

  /** The canaries whose time has passed; each is given once. */
  public List<Planting> overdue(long now) {
    known.values().removeIf(at -> now - at > FORGET_MILLIS);
    List<Planting> overdue = new ArrayList<>();
    for (Planting each : waiting.values()) {
      if (now - each.plantedAt() > each.withinMillis() + GRACE_MILLIS) {
        overdue.add(each);
      }
    }
    overdue.forEach(each -> waiting.remove(each.id()));
    return overdue;
  }

  /** The finding of a source whose canary did not arrive. */
  public FindingRevision missed(Planting planting, long now) {
    Missing before = missing.get(planting.source());
    Missing next =
        before == null
            ? new Missing(1, planting.plantedAt(), planting.plantedAt())
            : new Missing(
                before.count + 1,
                Math.min(before.first, planting.plantedAt()),
                Math.max(before.last, planting.plantedAt()));
    missing.put(planting.source(), next);
    return revision(planting.source(), next, true, now);
  }

  private static FindingRevision revision(
      String source, Missing missing, boolean standing, long now) {
    return new FindingRevision(
        MISSED + Integer.toHexString(source.hashCode()),
        now,
        standing,
        Canary.RULE,
        Severity.ERROR,
        null,
        Canary.WORKLOAD,
        null,
        null,
        source,
        missing.count,
        missing.first,
        missing.last,
        "CANARY MISSED: what was planted in "
            + source
            + " at "
            + Instant.ofEpochMilli(missing.last)
            + " reached no sink in time; a real breach there may go unnoticed",
        null,
        null,
        null,
        null);
  }

  /** Whether the alert is of a source whose canary did not arrive. */
  public static boolean isMissed(String alert) {
    return alert.startsWith(MISSED);
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeLong(waiting.size());
    for (Planting each : waiting.values()) {
      out.writeString(each.id());
      out.writeString(each.account());
      out.writeLong(each.plantedAt());
      out.writeString(each.source());
      out.writeLong(each.withinMillis());
    }
    out.writeLong(known.size());
    known.forEach(
        (id, at) -> {
          out.writeString(id);
          out.writeLong(at);
        });
    out.writeLong(missing.size());
    missing.forEach(
        (source, each) -> {
          out.writeString(source);
          out.writeLong(each.count);
          out.writeLong(each.first);
          out.writeLong(each.last);
        });
    out.writeLong(early.size());
    early.forEach(out::writeString);
    out.writeLong(answered.size());
    answered.forEach(
        (alert, refused) -> {
          out.writeString(alert);
          out.writeByte(refused ? 1 : 0);
        });
    return out.toByteArray();
  }

  public static CanaryBook decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the stored canaries have version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    CanaryBook book = new CanaryBook();
    for (long n = in.readLong(); n > 0; n--) {
      Planting each =
          new Planting(
              in.readString(),
              in.readString(),
              in.readLong(),
              in.readString(),
              in.readLong(),
              null);
      book.waiting.put(each.id(), each);
    }
    for (long n = in.readLong(); n > 0; n--) {
      book.known.put(in.readString(), in.readLong());
    }
    for (long n = in.readLong(); n > 0; n--) {
      book.missing.put(in.readString(), new Missing(in.readLong(), in.readLong(), in.readLong()));
    }
    for (long n = in.readLong(); n > 0; n--) {
      book.early.add(in.readString());
    }
    for (long n = in.readLong(); n > 0; n--) {
      book.answered.put(in.readString(), in.readByte() == 1);
    }
    return book;
  }
}
