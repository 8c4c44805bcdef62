package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbePace;
import dev.landfall.core.probe.ProbeSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code plan.yaml} says, checked and complete.
 *
 * <p>Missing: a null account means that the credentials may tell it, or nobody does.
 *
 * @param sha256 of the file's bytes, hex
 * @param targets in the file's order, lists of factors multiplied out; names are unique
 * @param concurrency most requests in flight; what is due beyond waits, and its wait counts
 * @param warmUp requests sent to each target before the schedule starts, left out of all figures
 * @param share of the applied quota that the probe stays below
 * @param unknownQuota the pace where no applied quota is known
 */
public record ProbePlan(
    Path file,
    String sha256,
    List<PlannedTarget> targets,
    ProbeSchedule schedule,
    int concurrency,
    int warmUp,
    long seed,
    Duration timeout,
    double share,
    ProbePace.Limit unknownQuota,
    SpendCaps caps,
    @Nullable String account) {

  public ProbePlan {
    targets = List.copyOf(targets);
  }
}
