package dev.landfall.reports;

/**
 * What a report or a replay comes to, least first; {@code exitCode} is the command line's.
 *
 * <p>A report asks whether a finding of its window is open. A replay asks whether there was one at
 * all: what it reads lies in the past, so its episodes have ended.
 */
public enum Outcome {
  /** Nothing is wrong and nothing is missing. */
  FINE(0),
  /** There are findings. */
  FINDINGS(1),
  /** Something could not be read, so the answer may be incomplete. */
  CANNOT_SAY(2);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Gaps before findings: what could not be read may hold more. */
  public static Outcome of(boolean missing, boolean found) {
    return missing ? CANNOT_SAY : found ? FINDINGS : FINE;
  }

  public int exitCode() {
    return exitCode;
  }
}
