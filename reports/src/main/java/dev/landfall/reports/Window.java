package dev.landfall.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The time a report covers, half-open, UTC: {@code from} is in it, {@code to} is not.
 *
 * <p>Missing: a null end is open; both null is the whole lake.
 */
public record Window(@Nullable Instant from, @Nullable Instant to) {
  private static final OffsetDateTime FIRST = OffsetDateTime.parse("0001-01-01T00:00:00Z");
  private static final OffsetDateTime LAST = OffsetDateTime.parse("9999-12-31T00:00:00Z");

  public Window {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException(
          "a window wants from before to, got from %s to %s".formatted(from, to));
    }
  }

  public static Window all() {
    return new Window(null, null);
  }

  public boolean whole() {
    return from == null && to == null;
  }

  /** The lower bound to bind in SQL. */
  public OffsetDateTime fromBind() {
    return from == null ? FIRST : from.atOffset(ZoneOffset.UTC);
  }

  /** The upper bound to bind in SQL, exclusive. */
  public OffsetDateTime toBind() {
    return to == null ? LAST : to.atOffset(ZoneOffset.UTC);
  }

  /**
   * Whether rows of the window, or rows that outrank them, may be filed under {@code day}: the days
   * of the window and one to each side, for a later witness can move a call over midnight.
   */
  public boolean mayHold(LocalDate day) {
    boolean after =
        from == null || !day.isBefore(from.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1));
    boolean before =
        to == null || !day.isAfter(to.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1));
    return after && before;
  }

  /** The window in words. */
  public String text() {
    if (whole()) {
      return "the whole lake";
    }
    return (from == null ? "the beginning" : from) + " to " + (to == null ? "the end" : to);
  }
}
