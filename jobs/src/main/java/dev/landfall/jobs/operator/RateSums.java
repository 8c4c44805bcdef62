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
 * where it can. Where a judgement's sums are is looked up once for each decision: calls of one
 * decision agree in account, role, workload, Regions and error. Bound: the sender looks at {@link
 * #size}.
 */
final class RateSums {
  private final Map<Minutes, MinuteSums> minutes = new HashMap<>();
  private final Map<Caller, CallerTable> callers = new HashMap<>();
  private final IdentityHashMap<Decision, Slot> settledSlots = new IdentityHashMap<>();
  private final IdentityHashMap<Decision, Slot> earlySlots = new IdentityHashMap<>();
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

  /** Where the calls of one decision are summed; null: the rule does not look at them. */
  private static final class Slot {
    private final long @Nullable [] mix;
    private final @Nullable MinuteSums mixMinutes;
    private final @Nullable CallerTable caller;
    private final int throttled;
    private @Nullable MinuteSums whole;
    private @Nullable MinuteSums streams;

    Slot(
        long @Nullable [] mix,
        @Nullable MinuteSums mixMinutes,
        @Nullable CallerTable caller,
        int throttled) {
      this.mix = mix;
      this.mixMinutes = mixMinutes;
      this.caller = caller;
      this.throttled = throttled;
    }
  }

  int size() {
    return size;
  }

  /** Decisions under which sums are kept. */
  int decisions() {
    return Math.max(settledSlots.size(), earlySlots.size());
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
    IdentityHashMap<Decision, Slot> slots = settled ? settledSlots : earlySlots;
    Slot slot = slots.get(j.decision());
    if (slot == null) {
      slot = slot(settled, j);
      slots.put(j.decision(), slot);
    }
    long at = j.facts().calledAt();
    if (slot.mix != null && slot.mixMinutes != null) {
      add(slot.mixMinutes, at, slot.mix, sign);
    }
    long[] latency = CallRates.latency(j);
    if (latency != null) {
      add(latencyMinutes(slot, settled, j), at, latency, sign);
    }
    String source = j.facts().sourceRegion();
    if (slot.caller != null && source != null) {
      slot.caller.add(source, Math.floorDiv(at, 1000L), sign, sign * slot.throttled);
    }
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

  private Slot slot(boolean settled, Judgement j) {
    String account = j.call().key().account();
    String workload = j.workload().id();
    long[] mix = CallRates.mix(j);
    String role = ClassificationRule.role(j.facts().principal());
    return new Slot(
        mix,
        mix == null ? null : minutes(new Minutes(settled, account, workload, null, false)),
        role == null || j.facts().sourceRegion() == null
            ? null
            : callers.computeIfAbsent(
                new Caller(settled, account, workload, role), c -> new CallerTable()),
        Errors.throttled(j.facts().errorCode()) ? 1 : 0);
  }

  private MinuteSums latencyMinutes(Slot slot, boolean settled, Judgement j) {
    boolean streaming = j.facts().streaming();
    MinuteSums sums = streaming ? slot.streams : slot.whole;
    if (sums == null) {
      String account = j.call().key().account();
      String workload = j.workload().id();
      sums = minutes(new Minutes(settled, account, workload, j.inferenceRegion(), streaming));
      if (streaming) {
        slot.streams = sums;
      } else {
        slot.whole = sums;
      }
    }
    return sums;
  }

  private MinuteSums minutes(Minutes key) {
    return minutes.computeIfAbsent(key, k -> new MinuteSums());
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
