package dev.landfall.core.detect.quota;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.episode.EpisodeFinding;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.episode.Episodes;
import dev.landfall.core.quota.QuotaMinute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Both rules over one quota row, in one view of it, and what was told of them.
 *
 * <p>Shape: what stands is a function of the ledger's minutes; {@link #changes} gives what differs
 * from what it gave before. Threads: confined to one.
 */
public final class QuotaWatch {
  private static final int VERSION = 1;
  private static final long DAY = 86_400_000;

  /** What one rule has seen, and the last that was told of it. */
  private static final class Watched {
    EpisodeTable minutes = new EpisodeTable();
    Episodes told = Episodes.NONE;
    byte[] words = {};
    long revision;

    void write(ByteWriter out) {
      out.writeBytes(minutes.encode());
      told.write(out);
      out.writeBytes(words);
      out.writeLong(revision);
    }

    static Watched read(ByteReader in) {
      Watched watched = new Watched();
      watched.minutes = EpisodeTable.decode(in.readBytes());
      watched.told = Episodes.read(in);
      watched.words = in.readBytes();
      watched.revision = in.readLong();
      return watched;
    }
  }

  /** A finding that differs from what was told, with the number of its change. */
  public record Change(EpisodeFinding finding, long revision) {}

  private Watched pressure = new Watched();
  private Watched ratio = new Watched();

  public static List<DetectorSpec> specs() {
    return List.of(QuotaPressure.SPEC, ThrottleRatio.SPEC);
  }

  /** Takes the figures of the minutes that may have changed. */
  public void look(Terms terms, SortedSet<Long> dirty) {
    QuotaPressure rule = new QuotaPressure(terms);
    for (Long at : dirty) {
      ratio.minutes.set(at, ThrottleRatio.figures(terms.ledger().minute(at)));
    }
    for (Long at : withTheirDays(terms, dirty)) {
      QuotaMinute minute = terms.ledger().minute(at);
      pressure.minutes.set(at, rule.figures(minute));
    }
  }

  /** What is settled early in a day counts in all its later minutes, where days have a quota. */
  private static SortedSet<Long> withTheirDays(Terms terms, SortedSet<Long> dirty) {
    SortedSet<Long> all = new TreeSet<>(dirty);
    for (Long at : dirty) {
      var applied = terms.applied(at);
      if (applied != null && applied.tokensPerDay() != null) {
        long end = Math.floorDiv(at, DAY) * DAY + DAY;
        all.addAll(terms.ledger().heldMinutes().subSet(at, end));
      }
    }
    return all;
  }

  /** What stands otherwise than told, in the minutes that ended by then; it counts as told. */
  public List<Change> changes(Terms terms, long horizon) {
    List<Change> changes = new ArrayList<>();
    QuotaPressure first = new QuotaPressure(terms);
    ThrottleRatio second = new ThrottleRatio(terms);
    change(pressure, first.identity(), first, horizon, changes);
    change(ratio, second.identity(), second, horizon, changes);
    return changes;
  }

  private static void change(
      Watched watched, Ground identity, EpisodeRule rule, long horizon, List<Change> changes) {
    Episodes now = watched.minutes.episodes(rule, horizon);
    if (now.isEmpty() && watched.told.isEmpty()) {
      return;
    }
    EpisodeFinding finding = new EpisodeFinding(identity, rule, now, watched.told);
    // Words may change where the episodes do not: a late call has another share in them.
    byte[] words = finding.row(0).encode();
    if (!Arrays.equals(words, watched.words)) {
      watched.words = words;
      watched.revision++;
      changes.add(new Change(finding, watched.revision));
    }
    if (!now.isEmpty()) {
      watched.told = now;
    }
  }

  /** An episode was open when last looked. */
  public boolean stands() {
    return pressure.told.stands() || ratio.told.stands();
  }

  /** Start of the last minute with any figure; null: there is none. */
  public @Nullable Long lastMinute() {
    Long a = pressure.minutes.lastMinute();
    Long b = ratio.minutes.lastMinute();
    return a == null ? b : b == null ? a : Long.valueOf(Math.max(a, b));
  }

  /** Silent minutes after which no episode is open. */
  public static long silenceMillis() {
    return 60_000L * (ThrottleRatio.MINUTES + QuotaPressure.RELEASE_MINUTES);
  }

  /** Forgets minutes that must not change any more; before the ledger forgets them. */
  public void forget(Terms terms, long before) {
    pressure.minutes.forget(new QuotaPressure(terms), before);
    ratio.minutes.forget(new ThrottleRatio(terms), before);
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    pressure.write(out);
    ratio.write(out);
    return out.toByteArray();
  }

  public static QuotaWatch decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the watch over a quota row has version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    QuotaWatch watch = new QuotaWatch();
    watch.pressure = Watched.read(in);
    watch.ratio = Watched.read(in);
    return watch;
  }
}
