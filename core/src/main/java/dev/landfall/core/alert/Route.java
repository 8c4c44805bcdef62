package dev.landfall.core.alert;

import dev.landfall.core.detect.Severity;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where findings of one sort go.
 *
 * <p>Missing: null matches every one.
 *
 * @param least the least severity that goes this way; information only where it is asked for
 */
public record Route(
    @Nullable String rule,
    Severity least,
    @Nullable String workload,
    @Nullable String account,
    List<String> sinks)
    implements Serializable {
  public Route {
    sinks = List.copyOf(sinks);
  }

  /** Whether breaches of any workload and account go this way. */
  boolean takesBreaches() {
    return rule == null && workload == null && account == null;
  }

  boolean matches(FindingRevision f) {
    return (rule == null || rule.equals(f.rule()))
        && f.severity().compareTo(least) <= 0
        && (workload == null || workload.equals(f.workload()))
        && (account == null || account.equals(f.account()));
  }
}
