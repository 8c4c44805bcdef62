package dev.landfall.reports.explain;

import dev.landfall.reports.lake.Row;
import org.jspecify.annotations.Nullable;

/** Why a call has its verdict and its placement: the row of the rule table, in words. */
final class VerdictText {
  private VerdictText() {}

  static String why(Row call) {
    return switch (String.valueOf(call.text("verdict"))) {
      case "AGREED" ->
          "CloudTrail and the invocation log name the same Region. Both are AWS's statements:"
              + " consistent, not independent proof.";
      case "TRAIL_ONLY_NAMED" ->
          "CloudTrail names the Region; the invocation log is silent or absent.";
      case "LOG_ONLY_NAMED" ->
          "The invocation log names the Region; CloudTrail is silent or absent.";
      case "CONFLICT" -> "The records name different Regions, so none is taken for the true one.";
      case "NOT_RUN" ->
          "Nobody names a Region, no tokens and no completion are known, and the error refuses a"
              + " call before a model runs.";
      case "BY_RULE" ->
          "Nobody names a Region, but this kind of call stays in the Region it was made in.";
      case "BOUNDED" ->
          "Nobody names a Region; the catalogue knows all destinations of the profile from this"
              + " source at that date.";
      case "UNKNOWN" ->
          "Nobody names a Region, and where the call may have gone is open or not known"
              + reason(call.text("verdict_reason"));
      default -> "This build does not know the verdict.";
    };
  }

  static String placement(Row call) {
    return switch (String.valueOf(call.text("placement"))) {
      case "INSIDE" -> "Every Region it entered or ran in is allowed.";
      case "OUTSIDE" -> "A Region it entered or ran in is not allowed.";
      case "UNPROVEN" -> "That it stayed inside cannot be shown.";
      case "UNLIMITED" -> "No limit applies to it.";
      case "NOT_RUN" -> "It was refused before a model ran.";
      default -> "This build does not know the placement.";
    };
  }

  private static String reason(@Nullable String reason) {
    return reason == null ? "." : ": " + reason + ".";
  }
}
