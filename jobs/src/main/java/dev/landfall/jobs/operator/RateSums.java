package dev.landfall.jobs.operator;

import dev.landfall.core.detect.ClassificationRule;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.episode.MinuteSums;
import dev.landfall.core.detect.fallback.CallerTable;
import dev.landfall.core.judge.CallRates;
import dev.landfall.core.judge.Decision;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.pairing.Errors;
import dev.landfall.jobs.edge.CallerBatch;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.RateBatch;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
  private final IdentityHashMap<Decision, Slots> settledSlots = new IdentityHashMap<>();
  private final IdentityHashMap<Decision, Slots> earlySlots = new IdentityHashMap<>();
  private int size;

  /** Where calls of one decision are summed: it fixes account, workload, role and Regions. */
  private static final class Slots {
    private @Nullable MinuteSums mix;
    private @Nullable MinuteSums answers;
    private @Nullable MinuteSums streams;
    private @Nullable CallerTable caller;
    private boolean callerKnown;
  }

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
    long at = j.facts().calledAt();
    Slots slots = slots(settled, j.decision());
    long[] mix = CallRates.mix(j);
    if (mix != null) {
      if (slots.mix == null) {
        slots.mix = minutes(settled, j, null, false);
      }
      add(slots.mix, at, mix, sign);
    }
    long[] latency = CallRates.latency(j);
    if (latency != null) {
      add(latency(settled, j, slots), at, latency, sign);
    }
    String region = j.facts().sourceRegion();
    CallerTable caller = region == null ? null : caller(settled, j, slots);
    if (region != null && caller != null) {
      int throttled = Errors.throttled(j.facts().errorCode()) ? sign : 0;
      caller.add(region, Math.floorDiv(at, 1000L), sign, throttled);
    }
  }

  private Slots slots(boolean settled, Decision decision) {
    IdentityHashMap<Decision, Slots> all = settled ? settledSlots : earlySlots;
    Slots slots = all.get(decision);
    if (slots == null) {
      slots = new Slots();
      all.put(decision, slots);
    }
    return slots;
  }

  private MinuteSums latency(boolean settled, Judgement j, Slots slots) {
    boolean streaming = j.facts().streaming();
    MinuteSums sums = streaming ? slots.streams : slots.answers;
    if (sums == null) {
      sums = minutes(settled, j, j.inferenceRegion(), streaming);
      if (streaming) {
        slots.streams = sums;
      } else {
        slots.answers = sums;
      }
    }
    return sums;
  }

  private MinuteSums minutes(
      boolean settled, Judgement j, @Nullable String region, boolean streaming) {
    Minutes key =
        new Minutes(settled, j.call().key().account(), j.workload().id(), region, streaming);
    return minutes.computeIfAbsent(key, k -> new MinuteSums());
  }

  private @Nullable CallerTable caller(boolean settled, Judgement j, Slots slots) {
    if (!slots.callerKnown) {
      slots.callerKnown = true;
      String role = ClassificationRule.role(j.facts().principal());
      if (role != null) {
        slots.caller =
            callers.computeIfAbsent(
                new Caller(settled, j.call().key().account(), j.workload().id(), role),
                c -> new CallerTable());
      }
    }
    return slots.caller;
  }

  private static void add(MinuteSums sums, long at, long[] figures, int sign) {
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
    settledSlots.clear();
    earlySlots.clear();
    size = 0;
  }
}
