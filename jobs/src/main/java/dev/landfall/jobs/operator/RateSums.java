package dev.landfall.jobs.operator;

import dev.landfall.core.detect.ClassificationRule;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.episode.MinuteSums;
import dev.landfall.core.detect.fallback.CallerTable;
import dev.landfall.core.judge.CallRates;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.pairing.Errors;
import dev.landfall.jobs.edge.CallerBatch;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.RateBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What judgements add to the minutes of rules with episodes and to the seconds of callers, summed
 * until it is sent, so that a busy workload costs its minutes and not its calls.
 *
 * <p>Shape: sums, so any grouping gives the same result; what is given and taken back meets here
 * where it can. Bound: the sender looks at {@link #size}.
 */
final class RateSums {
  private final Map<Minutes, MinuteSums> minutes = new HashMap<>();
  private final Map<Caller, CallerTable> callers = new HashMap<>();
  private int size;

  /** {@code region} null: the workload's Region mix; else that Region's latency. */
  private record Minutes(
      boolean settled,
      String account,
      String workload,
      @Nullable String region,
      boolean streaming) {

    Ground identity() {
      return region == null
          ? CallRates.mixIdentity(account, workload)
          : CallRates.latencyIdentity(account, workload, region, streaming);
    }
  }

  private record Caller(boolean settled, String account, String workload, String role) {}

  int size() {
    return size;
  }

  void replace(boolean settled, @Nullable Judgement before, @Nullable Judgement after) {
    if (after != null) {
      add(settled, after, 1);
    }
    if (before != null) {
      add(settled, before, -1);
    }
    size++;
  }

  private void add(boolean settled, Judgement j, int sign) {
    String account = j.call().key().account();
    String workload = j.workload().id();
    long at = j.facts().calledAt();
    long[] mix = CallRates.mix(j);
    if (mix != null) {
      add(new Minutes(settled, account, workload, null, false), at, mix, sign);
    }
    long[] latency = CallRates.latency(j);
    if (latency != null) {
      boolean streaming = j.facts().streaming();
      Minutes key = new Minutes(settled, account, workload, j.inferenceRegion(), streaming);
      add(key, at, latency, sign);
    }
    String role = ClassificationRule.role(j.facts().principal());
    String region = j.facts().sourceRegion();
    if (role != null && region != null) {
      int throttled = Errors.throttled(j.facts().errorCode()) ? sign : 0;
      callers
          .computeIfAbsent(new Caller(settled, account, workload, role), c -> new CallerTable())
          .add(region, Math.floorDiv(at, 1000L), sign, throttled);
    }
  }

  private void add(Minutes key, long at, long[] figures, int sign) {
    MinuteSums sums = minutes.computeIfAbsent(key, k -> new MinuteSums());
    if (sign > 0) {
      sums.add(at, figures);
    } else {
      long[] negative = figures.clone();
      for (int i = 0; i < negative.length; i++) {
        negative[i] = -negative[i];
      }
      sums.add(at, negative);
    }
  }

  /** Sends everything, grouped, and is empty again. */
  void send(Consumer<Parcel> toRates, Consumer<Parcel> toCallers) {
    minutes.forEach(
        (key, sums) -> {
          if (!sums.isEmpty()) {
            toRates.accept(new RateBatch(key.settled, key.identity(), sums).parcel());
          }
        });
    callers.forEach(
        (key, sums) -> {
          if (!sums.isEmpty()) {
            toCallers.accept(
                new CallerBatch(key.settled, key.account, key.workload, key.role, sums).parcel());
          }
        });
    minutes.clear();
    callers.clear();
    size = 0;
  }
}
