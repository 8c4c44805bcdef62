package dev.landfall.reports;

/** What a report comes to, least first; {@code exitCode} is the command line's. */
public enum Outcome {
  /** Nothing is wrong and nothing is missing. */
  FINE(0),
  /** A finding is open. */
  FINDINGS(1),
  /** Something could not be read, so the answer may be incomplete. */
  CANNOT_SAY(2);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
