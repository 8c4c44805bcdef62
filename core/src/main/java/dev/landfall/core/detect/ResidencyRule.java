package dev.landfall.core.detect;

import dev.landfall.core.policy.Countries;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Prompts that went outside the workload's allowed places.
 *
 * <p>Shape: one ground per outside Region of a call, whether a witness names it or a rule implies
 * it; the source Region is one of them, for prompts enter there even when the call is refused. One
 * outside Region in a conflict suffices. An exception in force turns the ground into a finding of
 * its own with severity info; it removes nothing.
 */
public final class ResidencyRule {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "residency-breach",
          1,
          "Model call outside the allowed places",
          Severity.CRITICAL,
          "Prompts may hold data that must not leave the agreed countries.",
          "Sees only Regions that AWS logs or that follow from the kind of call; batch jobs, agents"
              + " and guardrail checks name none.",
          "Find the caller and the profile it used, confirm the Region in the raw records, then"
              + " decide: stop the profile, widen the policy, or record an exception.");

  private final Countries countries;
  private final Boundary boundary;

  public ResidencyRule(Countries countries) {
    this.countries = countries;
    this.boundary = new Boundary(countries);
  }

  public void check(Landing landing, List<Ground> grounds) {
    if (!landing.workload().allowed().limited()) {
      return;
    }
    for (String region : landing.regions()) {
      if (boundary.outside(landing, region)) {
        grounds.add(ground(landing, region));
      }
    }
    String source = landing.sourceRegion();
    if (source != null
        && !landing.regions().contains(source)
        && boundary.outside(landing, source)) {
      grounds.add(ground(landing, source));
    }
  }

  private Ground ground(Landing landing, String region) {
    SortedSet<String> one = new TreeSet<>();
    one.add(region);
    String exception = boundary.excepted(landing, one);
    return new Ground(
        SPEC.id(),
        SPEC.version(),
        exception == null ? SPEC.severity() : Severity.INFO,
        landing.account(),
        landing.workload().id(),
        landing.profile(),
        region,
        exception == null ? null : "excepted by " + exception,
        landing.at(),
        headline(landing, region, exception));
  }

  private String headline(Landing landing, String region, @Nullable String exception) {
    String country = countries.country(region);
    return "Workload "
        + landing.workload().id()
        + " of account "
        + landing.account()
        + " used "
        + region
        + (country == null ? ", whose country is not known" : ", which is in " + country)
        + "; it may use "
        + landing.workload().allowed().text()
        + (exception == null ? "" : "; excepted by " + exception);
  }
}
