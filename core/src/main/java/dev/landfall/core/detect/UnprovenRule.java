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
    grounds.add(ground(landing, exception));
  }

  /** Why it is not shown stands in each call; the finding is one, whatever the reasons. */
  private static Ground ground(Landing landing, @Nullable String exception) {
    return new Ground(
        SPEC.id(),
        SPEC.version(),
        exception == null ? SPEC.severity() : Severity.INFO,
        landing.account(),
        landing.workload().id(),
        landing.profile(),
        null,
        exception == null ? null : "excepted by " + exception,
        landing.at(),
        "Nobody can show that workload "
            + landing.workload().id()
            + " of account "
            + landing.account()
            + " stayed in "
            + landing.workload().allowed().text()
            + " with "
            + (landing.profile() == null ? "a model that is not said" : landing.profile())
            + (exception == null ? "" : "; excepted by " + exception));
  }
}
