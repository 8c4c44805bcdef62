package dev.landfall.web.cli;

import dev.landfall.reports.Outcome;

/**
 * Exit codes; where several apply the highest one is used. The first three are an {@link Outcome}.
 */
final class Exit {
  static final int FINE = Outcome.FINE.exitCode();
  static final int FINDINGS = Outcome.FINDINGS.exitCode();
  static final int CANNOT_SAY = Outcome.CANNOT_SAY.exitCode();
  static final int WRONG_USAGE = 64;
  static final int OUR_FAULT = 70;

  private Exit() {}
}
