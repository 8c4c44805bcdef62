package dev.landfall.ingest.probe;

import dev.landfall.core.probe.NearestRank;
import dev.landfall.core.probe.ProbePurpose;
import dev.landfall.core.probe.ProbeSample;
import dev.landfall.core.probe.ProbeTiming;
import dev.landfall.ingest.probe.RunSummary.Line;
import dev.landfall.ingest.probe.RunSummary.Spread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts a run's samples as they come. Threads: safe. */
final class RunTally {
  private final Map<String, List<ProbeSample>> measured = new LinkedHashMap<>();
  private int ended;
  private int warmUps;
  private int measuredCount;
  private double usd;
  private long unpriced;

  RunTally(ProbePlan plan) {
    plan.targets().forEach(target -> measured.put(target.name(), new ArrayList<>()));
  }

  /** Counts a sample; gives how many have ended. */
  synchronized int add(ProbeSample sample) {
    ended++;
    Double cost = sample.answer().costUsd();
    if (cost != null) {
      usd += cost;
    } else {
      unpriced++;
    }
    if (sample.purpose() == ProbePurpose.MEASURE) {
      measuredCount++;
      measured.computeIfAbsent(sample.target().name(), n -> new ArrayList<>()).add(sample);
    } else {
      warmUps++;
    }
    return ended;
  }

  synchronized RunSummary summary(
      String runId,
      Instant begunAt,
      Instant endedAt,
      ProbeOutline outline,
      Bookkeeper.HeldBack heldBack,
      boolean stopped) {
    List<Line> lines = new ArrayList<>();
    measured.forEach((name, samples) -> lines.add(line(name, samples)));
    return new RunSummary(
        runId,
        begunAt,
        endedAt,
        outline.asks().size() - outline.warmUps(),
        measuredCount,
        warmUps,
        heldBack.pace(),
        heldBack.cap(),
        heldBack.stop(),
        heldBack.why(),
        stopped,
        usd,
        unpriced,
        lines);
  }

  private static Line line(String name, List<ProbeSample> samples) {
    Map<String, Integer> errors = new TreeMap<>();
    List<ProbeTiming> good = new ArrayList<>();
    for (ProbeSample sample : samples) {
      var kind = sample.answer().errorClass();
      if (kind == null) {
        good.add(sample.timing());
      } else {
        errors.merge(kind.id(), 1, Integer::sum);
      }
    }
    return new Line(
        name,
        samples.size(),
        errors,
        spread(good, ProbeTiming::totalMs),
        spread(good, t -> plusWait(t, t.firstTokenMs())),
        spread(good, t -> plusWait(t, t.firstByteMs())),
        spread(good, ProbeTiming::waitMs));
  }

  private static @Nullable Double plusWait(ProbeTiming timing, @Nullable Double fromSend) {
    return fromSend == null ? null : (Double) (fromSend + timing.waitMs());
  }

  private static @Nullable Spread spread(
      List<ProbeTiming> timings, Function<ProbeTiming, @Nullable Double> of) {
    List<Double> values = new ArrayList<>();
    for (ProbeTiming timing : timings) {
      Double value = of.apply(timing);
      if (value != null) {
        values.add(value);
      }
    }
    NearestRank ranks = NearestRank.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    Double p50 = ranks.at(0.50);
    Double p95 = ranks.at(0.95);
    Double p99 = ranks.at(0.99);
    return p50 == null || p95 == null || p99 == null ? null : new Spread(p50, p95, p99);
  }
}
