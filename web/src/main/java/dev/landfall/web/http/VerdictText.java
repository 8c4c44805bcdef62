package dev.landfall.web.http;

import dev.landfall.core.judge.Verdict;

/** What each verdict means, in words for somebody who has not read the design. */
final class VerdictText {
  private VerdictText() {}

  static String title(Verdict verdict) {
    return switch (verdict) {
      case AGREED -> "Both logs name the same Region";
      case TRAIL_ONLY_NAMED -> "Only CloudTrail names it";
      case LOG_ONLY_NAMED -> "Only the invocation log names it";
      case CONFLICT -> "The logs name different Regions";
      case NOT_RUN -> "Did not run";
      case BY_RULE -> "Stayed by AWS's rule";
      case BOUNDED -> "Somewhere in a known set";
      case UNKNOWN -> "Not known";
    };
  }

  static String meaning(Verdict verdict) {
    return switch (verdict) {
      case AGREED -> "Consistent, though both are AWS's own statements.";
      case TRAIL_ONLY_NAMED -> "The invocation log is silent on the Region or absent.";
      case LOG_ONLY_NAMED -> "CloudTrail is silent on the Region or absent.";
      case CONFLICT -> "Counted as not shown, and as outside if either Region is.";
      case NOT_RUN -> "Refused or throttled before a model ran.";
      case BY_RULE ->
          "No log names a Region; this kind of call never leaves the Region it was sent to.";
      case BOUNDED -> "No log names a Region; the profile's destinations are published and closed.";
      case UNKNOWN -> "No log names a Region, and the destinations are open or not published.";
    };
  }
}
