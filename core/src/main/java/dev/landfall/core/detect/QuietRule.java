package dev.landfall.core.detect;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sources that are read well and bring nothing, or that do not speak at all.
 *
 * <p>Shape: one ground for every whole span of {@code quiet_after} in which nothing new came, dated
 * by the span's start: the finding's first and last time and its count tell the interval. What a
 * source says decides, never the clock: one that cannot be read is not quiet, that is another gap.
 * Missing: without {@code quiet_after} a source is never quiet.
 */
public final class QuietRule {
  private static final int VERSION = 1;

  /** Spans told in one step, so that a folder quiet for years does not make a million at once. */
  private static final long MOST_AT_ONCE = 1_000;

  private QuietRule() {}

  /**
   * Grounds that are on record and hold now: {@code count} of them, {@code span} apart.
   *
   * @param ground at the time of the first
   */
  record Told(Ground ground, long span, long count) {
    List<Ground> all() {
      return from(0);
    }

    List<Ground> from(long first) {
      List<Ground> grounds = new ArrayList<>();
      for (long n = first; n < count; n++) {
        grounds.add(ground.dated(ground.at() + n * span));
      }
      return grounds;
    }
  }

  /**
   * What is remembered of a source.
   *
   * @param since when its newest bytes arrived; if it never had any, when it was first read; null:
   *     it has not been read
   */
  public record Watch(@Nullable Long since, @Nullable Told quiet, @Nullable Told unheard) {
    public byte[] encode() {
      ByteWriter out = new ByteWriter();
      out.writeByte(VERSION);
      out.writeNullable(since);
      for (Told told : new @Nullable Told[] {quiet, unheard}) {
        out.writeByte(told == null ? 0 : 1);
        if (told != null) {
          GroundCodec.write(out, told.ground);
          out.writeLong(told.span);
          out.writeLong(told.count);
        }
      }
      return out.toByteArray();
    }

    public static Watch decode(byte[] bytes) {
      ByteReader in = new ByteReader(bytes);
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "the watch over a source has version %d; this build reads up to %d"
                .formatted(version, VERSION));
      }
      return new Watch(in.readNullableLong(), told(in), told(in));
    }

    private static @Nullable Told told(ByteReader in) {
      return in.readByte() == 0
          ? null
          : new Told(GroundCodec.read(in), in.readLong(), in.readLong());
    }
  }

  /**
   * What changes.
   *
   * @param begun grounds that hold from now on and stay on record
   * @param ended grounds told before that hold no more: their alert ends, the record stays
   */
  public record Step(Watch next, List<Ground> begun, List<Ground> ended) {}

  /** A source has said how it stands. {@code quietAfter} in milliseconds; null: never quiet. */
  public static Step on(@Nullable Watch before, SourceState now, @Nullable Long quietAfter) {
    List<Ground> ended = new ArrayList<>();
    if (before != null && before.unheard != null) {
      ended.addAll(before.unheard.all());
    }
    Long since = since(before, now);
    Told old = before == null ? null : before.quiet;
    Told kept = old;
    if (old != null && (quietAfter == null || old.span != quietAfter || !holds(old, since))) {
      ended.addAll(old.all());
      kept = null;
    }
    Told quiet = kept;
    if (quietAfter != null && since != null && now.lastReadAt() != null) {
      long told = kept == null ? 0 : kept.count;
      long whole = Math.floorDiv(now.lastReadAt() - since, quietAfter);
      if (whole > told) {
        Ground first = ground(now, since, "quiet", "can be read, and brings nothing new");
        quiet = new Told(first, quietAfter, Math.min(whole, told + MOST_AT_ONCE));
      }
    }
    List<Ground> begun = quiet == null ? List.of() : quiet.from(kept == null ? 0 : kept.count);
    return new Step(new Watch(since, quiet, null), begun, ended);
  }

  /** Nothing has been heard of the source since then, for longer than silence is borne. */
  public static Step unheard(Watch before, SourceState last, long heardAt) {
    if (before.unheard != null) {
      return new Step(before, List.of(), List.of());
    }
    Ground ground = ground(last, heardAt, "unheard", "neither brings anything nor says why");
    Told told = new Told(ground, 0, 1);
    return new Step(new Watch(before.since, before.quiet, told), told.all(), List.of());
  }

  private static @Nullable Long since(@Nullable Watch before, SourceState now) {
    if (now.newestArrivalAt() != null) {
      return now.newestArrivalAt();
    }
    return before != null && before.since != null ? before.since : now.lastReadAt();
  }

  private static boolean holds(Told told, @Nullable Long since) {
    return since != null && told.ground.at() == since;
  }

  private static Ground ground(SourceState source, long at, String how, String what) {
    return new Ground(
        EvidenceGrounds.SPEC.id(),
        EvidenceGrounds.SPEC.version(),
        EvidenceGrounds.SPEC.severity(),
        null,
        null,
        null,
        null,
        "source " + how + ": " + source.id(),
        at,
        "The source %s (%s) %s".formatted(source.place(), source.type(), what));
  }
}
