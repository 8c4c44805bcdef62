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

  private static final String ANYWHERE = "any Region";

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
      String subject = "forbidden: " + forbidden;
      grounds.add(ground(landing, profile, subject, SPEC.severity(), "which the policy forbids"));
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
    if (!landing.destinations().isClosed()) {
      grounds.add(
          ground(landing, profile, ANYWHERE, SPEC.severity(), "which may lead to " + ANYWHERE));
      return;
    }
    SortedSet<String> outside = boundary.outside(landing, landing.destinations().regions());
    if (outside.isEmpty()) {
      return;
    }
    String reach = String.join(",", outside);
    String exception = boundary.excepted(landing, outside);
    grounds.add(
        ground(
            landing,
            profile,
            exception == null ? reach : reach + ", excepted by " + exception,
            exception == null ? SPEC.severity() : Severity.INFO,
            "which may lead to " + reach));
  }

  private static Ground ground(
      Landing landing, String profile, @Nullable String subject, Severity severity, String why) {
    return new Ground(
        SPEC.id(),
        SPEC.version(),
        severity,
        landing.account(),
        landing.workload().id(),
        profile,
        null,
        subject,
        landing.at(),
        "Workload "
            + landing.workload().id()
            + " of account "
            + landing.account()
            + " uses "
            + profile
            + ", "
            + why);
  }
}
