package dev.landfall.ingest.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * <p>Missing: {@code cure} is null when nothing is to be done. Holds no secret.
 *
 * @param check stable name of what was looked at
 * @param subject of what: an account and Region, a bucket, a sink's id
 * @param detail what was found
 * @param cure what to do next
 */
public record Line(
    String check, String subject, State state, String detail, @Nullable String cure) {

  /** Not to know is a state of its own, and never fine. */
  public enum State {
    FINE,
    GAP,
    UNKNOWN
  }

  public static Line fine(String check, String subject, String detail) {
    return new Line(check, subject, State.FINE, detail, null);
  }

  public static Line gap(String check, String subject, String detail, String cure) {
    return new Line(check, subject, State.GAP, detail, cure);
  }

  public static Line unknown(String check, String subject, String detail, @Nullable String cure) {
    return new Line(check, subject, State.UNKNOWN, detail, cure);
  }
}
