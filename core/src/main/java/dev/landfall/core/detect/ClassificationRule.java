package dev.landfall.core.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that match no workload: one finding per account and role. Never counted compliant. */
public final class ClassificationRule {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "workload-unclassified",
          1,
          "Calls that no workload of the policy covers",
          Severity.WARNING,
          "Where nobody said what may run where, nothing can be compliant.",
          "A pattern that is too wide hides new callers in an old workload.",
          "Ask the role's owner what it is for and add it to a workload.");

  public void check(Landing landing, List<Ground> grounds) {
    if (!landing.workload().isDefault()) {
      return;
    }
    String role = landing.principal();
    grounds.add(
        new Ground(
            SPEC.id(),
            SPEC.version(),
            SPEC.severity(),
            landing.account(),
            landing.workload().id(),
            null,
            null,
            role,
            landing.at(),
            "No workload covers the calls of "
                + (role == null ? "a caller that is not named" : role)
                + " in account "
                + landing.account()));
  }

  /** The ARN without the session name, which changes from one session to the next. */
  public static @Nullable String role(@Nullable String principal) {
    if (principal == null || !principal.contains(":assumed-role/")) {
      return principal;
    }
    int session = principal.lastIndexOf('/');
    int name = principal.indexOf('/');
    return session > name ? principal.substring(0, session) : principal;
  }
}
