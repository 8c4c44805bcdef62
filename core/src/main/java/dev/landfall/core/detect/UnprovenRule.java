package dev.landfall.core.detect;

import dev.landfall.core.policy.Countries;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Calls that ran and of which nobody can show that they stayed inside: unknown, in conflict, or
 * bounded by a set that reaches outside. Exceptions act on the bounded ones alone, where every
 * outside destination is excepted.
 */
public final class UnprovenRule {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "residency-unproven",
          1,
          "Region of a model call not shown",
          Severity.ERROR,
          "A call without a stated Region is not a call that stayed home.",
          "Cannot tell a field that AWS left out from one that was removed on the way.",
          "Check that both the trail and the invocation log reach Landfall; for a profile, ask"
              + " GetInferenceProfile from the source Region and refresh the catalogue.");

  private final Boundary boundary;

  public UnprovenRule(Countries countries) {
    this.boundary = new Boundary(countries);
  }

  public void check(Landing landing, List<Ground> grounds) {
    String why = landing.unproven();
    if (why == null || !landing.workload().allowed().limited()) {
      return;
    }
    String exception = null;
    if (why.equals(Landing.BOUNDED)) {
      SortedSet<String> outside = boundary.outside(landing, landing.destinations().regions());
      if (outside.isEmpty()) {
        return;
      }
      exception = boundary.excepted(landing, outside);
    }
    grounds.add(ground(landing, why, exception));
  }

  private static Ground ground(Landing landing, String why, @Nullable String exception) {
    return new Ground(
        SPEC.id(),
        SPEC.version(),
        exception == null ? SPEC.severity() : Severity.INFO,
        landing.account(),
        landing.workload().id(),
        landing.profile(),
        null,
        exception == null ? why : why + ", excepted by " + exception,
        landing.at(),
        "Where workload "
            + landing.workload().id()
            + " of account "
            + landing.account()
            + " ran "
            + (landing.profile() == null ? "a model" : landing.profile())
            + " is not shown: "
            + story(why));
  }

  private static String story(String why) {
    return switch (why) {
      case Landing.BOUNDED -> "no log names the Region and the profile may lead outside";
      case Landing.CONFLICT -> "the logs name different Regions";
      case "failed-after-start" -> "the call failed and no log names a Region";
      case "guardrail-blocked" -> "a guardrail blocked the call and no log names a Region";
      case "unresolved-profile" ->
          "no log names the Region and what the id stands for is not known";
      default -> "no log names the Region and it may be anywhere";
    };
  }
}
