package dev.landfall.core.detect.fallback;

import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;

/**
 * A caller that goes to a second source Region within a minute of a throttle.
 *
 * <p>The caller is an account's role or user within a workload, without the session's name, which
 * changes from one session to the next. A call counts when the same caller was throttled in another
 * Region in the minute before it, or in the same second, and had not called this Region in the
 * quarter of an hour before that throttle: who uses two Regions anyway does not fall back.
 *
 * <p>Shape: one ground per call; the finding is one per account, workload and pair of Regions.
 * Missing: a call whose caller or source Region nobody states is no ground.
 */
public final class ClientFallback {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "client-fallback",
          1,
          "Caller went to a second Region after a throttle",
          Severity.WARNING,
          "Code that evades a quota by another Region sends prompts where nobody planned it, and"
              + " doubles the load when both are short.",
          "Cannot see why a caller moved: a deployment in that minute looks the same. A role that"
              + " many clients share counts as one caller, so a client's fallback to a Region that"
              + " another one uses all the time is not seen, nor one that changes its role or waits"
              + " longer than a minute.",
          "Find the client by 'landfall explain', ask its owner whether the second Region is meant,"
              + " and raise the first one's quota or allow a cross-Region profile instead.");

  /** How long after a throttle a call elsewhere is put down to it. */
  public static final long WITHIN_SECONDS = 60;

  /** A Region that the caller used this long before the throttle is no second one. */
  public static final long STEADY_SECONDS = 15 * 60;

  private ClientFallback() {}

  public static Ground ground(String account, String workload, Fallback fallback) {
    return new Ground(
        SPEC.id(),
        SPEC.version(),
        SPEC.severity(),
        account,
        workload,
        null,
        fallback.to(),
        "after a throttle in " + fallback.from(),
        fallback.at(),
        "Workload "
            + workload
            + " of account "
            + account
            + " went to "
            + fallback.to()
            + " when "
            + fallback.from()
            + " throttled it");
  }
}
