package dev.landfall.web.cli;

/** Exit codes; where several apply the highest one is used. */
final class Exit {
  static final int FINE = 0;
  static final int FINDINGS = 1;
  static final int CANNOT_SAY = 2;
  static final int WRONG_USAGE = 64;
  static final int OUR_FAULT = 70;

  private Exit() {}
}
