package dev.landfall.core.judge;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.detect.latency.LatencyRegression;
import dev.landfall.core.detect.mix.RegionMixDrift;
import org.jspecify.annotations.Nullable;

/**
 * What one call adds to the minutes of rules with episodes.
 *
 * <p>Shape: pure functions of the judgement; the minute is that in which the call was made. A call
 * that did not run adds nothing.
 */
public final class CallRates {
  private static final long[] HOME = {1, 0, 0};
  private static final long[] AWAY = {1, 1, 0};
  private static final long[] NOT_SHOWN = {0, 0, 1};

  private CallRates() {}

  /** To the minute of its workload's Region mix; null: nothing ran. To be read only. */
  public static long @Nullable [] mix(Judgement j) {
    if (j.verdict() == Verdict.NOT_RUN) {
      return null;
    }
    String source = j.facts().sourceRegion();
    String ran = j.inferenceRegion();
    boolean shown = j.verdict().observed() || j.verdict() == Verdict.BY_RULE;
    if (!shown || source == null || ran == null) {
      return NOT_SHOWN;
    }
    return source.equals(ran) ? HOME : AWAY;
  }

  /**
   * To the minute of its Region's latency; null: the workload has no objective, or the Region is
   * not shown, or the call failed.
   */
  public static long @Nullable [] latency(Judgement j) {
    Long limit = j.workload().p95Ms();
    if (limit == null
        || j.inferenceRegion() == null
        || j.verdict() == Verdict.NOT_RUN
        || j.facts().errorCode() != null) {
      return null;
    }
    Long ms = j.facts().streaming() ? j.facts().firstTokenMs() : j.facts().latencyMs();
    return LatencyRegression.figures(ms, limit);
  }

  /** What is wrong where a workload's Region mix drifts. */
  public static Ground mixIdentity(String account, String workload) {
    return new Ground(
        RegionMixDrift.SPEC.id(),
        RegionMixDrift.SPEC.version(),
        Severity.WARNING,
        account,
        workload,
        null,
        null,
        null,
        0,
        "Workload %s of account %s is served away from the Region it calls more than usual"
            .formatted(workload, account));
  }

  /** What is wrong where a Region is too slow for a workload. */
  public static Ground latencyIdentity(
      String account, String workload, String region, boolean streaming) {
    return new Ground(
        LatencyRegression.SPEC.id(),
        LatencyRegression.SPEC.version(),
        Severity.WARNING,
        account,
        workload,
        null,
        region,
        streaming ? "first token of streams" : "whole answers",
        0,
        "Workload %s of account %s waits too long for %s from %s"
            .formatted(
                workload,
                account,
                streaming ? "the first token of streams" : "whole answers",
                region));
  }
}
