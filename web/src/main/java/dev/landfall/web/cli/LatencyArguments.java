package dev.landfall.web.cli;

import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.reports.Window;
import dev.landfall.reports.latency.LatencyOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code report latency} takes beside what every report takes. */
final class LatencyArguments {
  /** The policy, read only where it is needed. */
  interface PolicyReader {
    PolicyHistory read() throws ConfigProblem, WrongUsage;
  }

  @Option(
      names = "--compare-from",
      paramLabel = "TIME",
      description = "Compare with the window from this day or time, UTC, inclusive,")
  private @Nullable String compareFrom;

  @Option(names = "--compare-to", paramLabel = "TIME", description = "to this one, exclusive.")
  private @Nullable String compareTo;

  @Option(
      names = "--compare-profile",
      paramLabel = "A,B",
      description = "Compare two profiles or models of the window.")
  private @Nullable String compareProfile;

  @Option(
      names = "--objective-ms",
      paramLabel = "MS",
      description = "Goodput of the probe, and of workloads that the policy gives no objective.")
  private @Nullable String objectiveMs;

  boolean given() {
    return compareFrom != null
        || compareTo != null
        || compareProfile != null
        || objectiveMs != null;
  }

  LatencyOptions options(PolicyReader policy) throws ConfigProblem, WrongUsage {
    boolean windows = compareFrom != null || compareTo != null;
    if (windows && compareProfile != null) {
      throw new WrongUsage("--compare-profile cannot stand beside --compare-from or --compare-to");
    }
    Window earlier = null;
    if (windows) {
      earlier = Times.window("--compare-from", compareFrom, "--compare-to", compareTo);
    }
    try {
      return new LatencyOptions(
          earlier,
          compareProfile == null ? null : LatencyOptions.Pair.of(compareProfile),
          policy.read().objectives(),
          LatencyOptions.objective(objectiveMs, "--objective-ms"));
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(String.valueOf(e.getMessage()));
    }
  }
}
