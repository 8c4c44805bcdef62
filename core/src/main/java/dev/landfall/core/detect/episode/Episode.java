package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.Severity;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One time that a rule's limit was passed.
 *
 * <p>Units: starts of minutes, epoch milliseconds UTC.
 *
 * @param from its first minute
 * @param to its last minute; null: it goes on
 * @param lastOver its last minute over the limit
 * @param minutesOver its minutes over the limit
 * @param calls measured from first to last minute
 * @param severity the gravest so far
 * @param worstAt the minute whose measure speaks for it
 * @param figures of that minute, in the rule's order
 * @param cause said at that minute; null: the rule said none
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode are written out
public record Episode(
    long from,
    @Nullable Long to,
    long lastOver,
    long minutesOver,
    long calls,
    Severity severity,
    long worstAt,
    long measure,
    long[] figures,
    @Nullable String cause) {

  boolean isOpen() {
    return to == null;
  }

  /** The same episode, of which the same minute speaks. */
  boolean hasWorstOf(Episode other) {
    return from == other.from
        && worstAt == other.worstAt
        && measure == other.measure
        && Arrays.equals(figures, other.figures);
  }

  Episode ended(long at) {
    return new Episode(
        from, at, lastOver, minutesOver, calls, severity, worstAt, measure, figures, cause);
  }

  /** With one more minute, over the limit where there is a reading. */
  Episode with(long minuteAt, long measured, @Nullable Reading reading) {
    if (reading == null) {
      return new Episode(
          from,
          null,
          lastOver,
          minutesOver,
          calls + measured,
          severity,
          worstAt,
          measure,
          figures,
          cause);
    }
    int graver = reading.severity().compareTo(severity);
    boolean worse = graver < 0 || graver == 0 && reading.measure() > measure;
    return new Episode(
        from,
        null,
        minuteAt,
        minutesOver + 1,
        calls + measured,
        worse ? reading.severity() : severity,
        worse ? minuteAt : worstAt,
        worse ? reading.measure() : measure,
        worse ? reading.figures() : figures,
        worse ? reading.cause() : cause);
  }

  void write(ByteWriter out) {
    out.writeLong(from);
    out.writeNullable(to);
    out.writeLong(lastOver);
    out.writeLong(minutesOver);
    out.writeLong(calls);
    out.writeByte(severity.ordinal());
    out.writeLong(worstAt);
    out.writeLong(measure);
    Sums.write(out, figures);
    out.writeNullable(cause);
  }

  static Episode read(ByteReader in) {
    return new Episode(
        in.readLong(),
        in.readNullableLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        Severity.values()[in.readByte()],
        in.readLong(),
        in.readLong(),
        Sums.read(in),
        in.readNullableString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Episode that
        && from == that.from
        && Objects.equals(to, that.to)
        && lastOver == that.lastOver
        && minutesOver == that.minutesOver
        && calls == that.calls
        && severity == that.severity
        && worstAt == that.worstAt
        && measure == that.measure
        && Arrays.equals(figures, that.figures)
        && Objects.equals(cause, that.cause);
  }

  @Override
  public int hashCode() {
    return Objects.hash(from, to, lastOver, minutesOver, worstAt, measure);
  }
}
