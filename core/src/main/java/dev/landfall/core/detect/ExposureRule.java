package dev.landfall.core.detect;

import dev.landfall.core.policy.Countries;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Profiles in use that may lead outside, whether or not this call did; and profiles that the policy
 * forbids by name.
 *
 * <p>Shape: one ground a call; a forbidden profile is told as that alone. What cannot be bounded
 * counts as open: {@code global.}, unresolved application profiles, prompt routers, prompts,
 * uncatalogued profiles and ids we do not recognise. Calls that were refused expose nothing.
 */
public final class ExposureRule {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "profile-exposure",
          1,
          "Profile in use that reaches outside the allowed places",
          Severity.WARNING,
          "A profile that may route abroad will do so at the next shortage at home.",
          "Knows a profile's destinations from a dated catalogue; AWS may have changed them since.",
          "Move the caller to a profile or model whose destinations are inside, or deny the profile"
              + " by policy.");

  private final Boundary boundary;

  public ExposureRule(Countries countries) {
    this.boundary = new Boundary(countries);
  }

  public void check(Landing landing, List<Ground> grounds) {
    String profile = landing.profile();
    if (profile == null || !landing.ran()) {
      return;
    }
    String forbidden = landing.profileUsed() ? forbidden(landing, profile) : null;
    if (forbidden != null) {
      grounds.add(ground(landing, profile, null, "which the policy forbids"));
    } else if (landing.routed() && landing.workload().allowed().limited()) {
      checkReach(landing, profile, grounds);
    }
  }

  /** An application profile is forbidden with the profile it stands for. */
  private static @Nullable String forbidden(Landing landing, String profile) {
    String forbidden = landing.workload().forbids(profile);
    String standsFor = landing.standsFor();
    return forbidden != null || standsFor == null
        ? forbidden
        : landing.workload().forbids(standsFor);
  }

  private void checkReach(Landing landing, String profile, List<Ground> grounds) {
    String reach = "which may lead outside " + landing.workload().allowed().text();
    if (!landing.destinations().isClosed()) {
      grounds.add(ground(landing, profile, null, reach));
      return;
    }
    SortedSet<String> outside = boundary.outside(landing, landing.destinations().regions());
    if (!outside.isEmpty()) {
      grounds.add(ground(landing, profile, boundary.excepted(landing, outside), reach));
    }
  }

  private static Ground ground(
      Landing landing, String profile, @Nullable String exception, String why) {
    return new Ground(
        SPEC.id(),
        SPEC.version(),
        exception == null ? SPEC.severity() : Severity.INFO,
        landing.account(),
        landing.workload().id(),
        profile,
        null,
        exception == null ? null : "excepted by " + exception,
        landing.at(),
        "Workload "
            + landing.workload().id()
            + " of account "
            + landing.account()
            + " uses "
            + profile
            + ", "
            + why
            + (exception == null ? "" : "; excepted by " + exception));
  }
}
