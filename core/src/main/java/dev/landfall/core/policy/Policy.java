package dev.landfall.core.policy;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of what an organisation chose.
 *
 * <p>Shape: workloads in order, the first that matches wins. Units: {@code effectiveFrom} is epoch
 * milliseconds UTC.
 *
 * @param defaultAllowed where calls of no workload may run; they stay unclassified either way
 */
public record Policy(
    String version,
    long effectiveFrom,
    Places defaultAllowed,
    List<Workload> workloads,
    List<AppliedQuota> quotas,
    Thresholds thresholds,
    List<PolicyException> exceptions)
    implements Serializable {

  public Policy {
    if (version.isBlank()) {
      throw new IllegalArgumentException("a policy wants a version, got an empty one");
    }
    Set<String> ids = new HashSet<>();
    for (Workload workload : workloads) {
      if (workload.isDefault()) {
        throw new IllegalArgumentException(
            "no workload may be called 'default'; that is the name for calls of none");
      }
      if (!ids.add(workload.id())) {
        throw new IllegalArgumentException(
            "two workloads are called '%s'".formatted(workload.id()));
      }
    }
    for (PolicyException exception : exceptions) {
      if (!ids.contains(exception.workload()) && !exception.workload().equals(Workload.DEFAULT)) {
        throw new IllegalArgumentException(
            "exception '%s' names workload '%s', which is none of %s"
                .formatted(exception.id(), exception.workload(), ids.stream().sorted().toList()));
      }
    }
    workloads = List.copyOf(workloads);
    quotas = List.copyOf(quotas);
    exceptions = List.copyOf(exceptions);
  }

  /** The applied quota of a row; null: not configured. */
  public @Nullable AppliedQuota quota(String account, String region, String model, String row) {
    for (AppliedQuota quota : quotas) {
      if (quota.account().equals(account)
          && quota.region().equals(region)
          && quota.model().equals(model)
          && quota.row().equals(row)) {
        return quota;
      }
    }
    return null;
  }

  /** The exception that covers a Region for a workload at that time; null: none. */
  public @Nullable PolicyException exception(
      String workload, String region, @Nullable String country, long at) {
    for (PolicyException exception : exceptions) {
      if (exception.workload().equals(workload)
          && exception.regions().allows(region, country)
          && exception.inForce(at)) {
        return exception;
      }
    }
    return null;
  }
}
