package dev.landfall.core.testkit;

import dev.landfall.core.probe.ProbeAnswer;
import dev.landfall.core.probe.ProbeErrorClass;
import dev.landfall.core.probe.ProbeOperation;
import dev.landfall.core.probe.ProbePurpose;
import dev.landfall.core.probe.ProbeSample;
import dev.landfall.core.probe.ProbeTarget;
import dev.landfall.core.probe.ProbeTiming;
import dev.landfall.core.probe.TokenGaps;

/** Samples of the probe, each due at the fixed noon. */
public final class ProbeSamples {
  private static final String PLAN = "0".repeat(64);

  private ProbeSamples() {}

  /** A streamed answer in full. */
  public static ProbeSample streamed() {
    return new ProbeSample(
        "20261102T120000-5f3a-7",
        "20261102T120000-5f3a",
        ProbePurpose.MEASURE,
        PLAN,
        target(ProbeOperation.CONVERSE_STREAM),
        2.0,
        new ProbeTiming(
            Samples.NOON * 1000,
            4.25,
            true,
            0.8,
            31.5,
            64.125,
            30.9,
            210.25,
            412.5,
            1200.5,
            TokenGaps.of(new double[] {20, 25.5, 18}),
            9.85),
        new ProbeAnswer(
            "0f9c0f0e-2222-4f6b-9d55-000000000007",
            200,
            null,
            null,
            1180L,
            205L,
            80L,
            0L,
            0L,
            0.001815));
  }

  /** Refused for a quota before anything was said. */
  public static ProbeSample refused() {
    return new ProbeSample(
        "20261102T120000-5f3a-8",
        "20261102T120000-5f3a",
        ProbePurpose.MEASURE,
        PLAN,
        target(ProbeOperation.CONVERSE),
        2.0,
        new ProbeTiming(
            Samples.NOON * 1000 + 500_000,
            0.125,
            false,
            null,
            null,
            null,
            30.9,
            35.5,
            null,
            36.0,
            null,
            null),
        new ProbeAnswer(
            "0f9c0f0e-2222-4f6b-9d55-000000000008",
            429,
            "ThrottlingException",
            ProbeErrorClass.THROTTLED,
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private static ProbeTarget target(ProbeOperation operation) {
    return new ProbeTarget(
        "akl-au",
        Samples.AUCKLAND,
        "aws",
        Samples.ACCOUNT,
        "bedrock-runtime.ap-southeast-6.amazonaws.com",
        operation,
        Samples.AU_SONNET,
        ProbeTarget.Connection.WARM,
        ProbeTarget.Cache.UNCACHED,
        200,
        100);
  }
}
