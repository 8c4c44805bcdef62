package dev.landfall.jobs.operator;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.UseBatch;
import dev.landfall.jobs.live.LiveCounts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What judgements do to findings, ledgers and live counts, gathered until it is sent.
 *
 * <p>Shape: sums, so any grouping gives the same result; what is given is sent before what is taken
 * back. Bound: the sender looks at {@link #size}.
 */
final class Consequences {
  private final Map<Telling, Times> grounds = new LinkedHashMap<>();
  private final Map<QuotaKey, QuotaLedger> settledUses = new TreeMap<>(ORDER);
  private final Map<QuotaKey, QuotaLedger> earlyUses = new TreeMap<>(ORDER);
  private final RateSums rates = new RateSums();
  private final LiveCounts counts = new LiveCounts();
  private int size;

  private static final java.util.Comparator<QuotaKey> ORDER =
      java.util.Comparator.comparing(QuotaKey::text);

  private record Telling(boolean settled, boolean added, Ground timeless) {}

  private static final class Times {
    private long[] values = new long[4];
    private int size;
    private @Nullable String sample;

    void add(long time) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = time;
    }
  }

  LiveCounts counts() {
    return counts;
  }

  int size() {
    return Math.max(size + counts.all().size(), rates.size());
  }

  /** Takes back what {@code before} gave and gives what {@code after} gives; equal parts rest. */
  void replace(boolean settled, @Nullable Judgement before, @Nullable Judgement after) {
    rates.replace(settled, before, after);
    List<Ground> old = before == null ? List.of() : before.grounds();
    List<Ground> now = after == null ? List.of() : after.grounds();
    if (!old.equals(now)) {
      now.forEach(ground -> ground(settled, true, ground, after));
      old.forEach(ground -> ground(settled, false, ground, null));
    }
    QuotaUse oldUse = before == null ? null : before.quota();
    QuotaUse nowUse = after == null ? null : after.quota();
    if (!java.util.Objects.equals(oldUse, nowUse)) {
      if (nowUse != null) {
        ledger(settled, nowUse).add(nowUse);
      }
      if (oldUse != null) {
        ledger(settled, oldUse).retract(oldUse);
      }
    }
  }

  /** Sends what rules with episodes and the watch over callers count; it is gone then. */
  void sendRates(Consumer<Parcel> toRates, Consumer<Parcel> toCallers) {
    rates.send(toRates, toCallers);
  }

  /** Sends everything else, grouped, and is empty again. */
  void send(Consumer<Parcel> toGrounds, Consumer<Parcel> toUses, Consumer<Parcel> toLive) {
    for (boolean added : new boolean[] {true, false}) {
      grounds.forEach(
          (telling, times) -> {
            if (telling.added == added) {
              long[] all = Arrays.copyOf(times.values, times.size);
              toGrounds.accept(
                  new GroundBatch(telling.settled, added, telling.timeless, all, times.sample)
                      .parcel());
            }
          });
    }
    settledUses.forEach((key, sums) -> toUses.accept(new UseBatch(true, key, sums).parcel()));
    earlyUses.forEach((key, sums) -> toUses.accept(new UseBatch(false, key, sums).parcel()));
    if (!counts.isEmpty()) {
      toLive.accept(new Parcel(Parcel.COUNTS, "", 0, LiveCodec.encode(counts.all())));
    }
    grounds.clear();
    settledUses.clear();
    earlyUses.clear();
    counts.clear();
    size = 0;
  }

  private void ground(boolean settled, boolean added, Ground ground, @Nullable Judgement sample) {
    Telling telling = new Telling(settled, added, GroundBatch.at(ground, 0));
    Times times = grounds.computeIfAbsent(telling, t -> new Times());
    times.add(ground.at());
    if (times.sample == null && sample != null) {
      times.sample = sample.call().key().requestId();
    }
    size++;
  }

  private QuotaLedger ledger(boolean settled, QuotaUse use) {
    size++;
    return (settled ? settledUses : earlyUses).computeIfAbsent(use.key(), key -> new QuotaLedger());
  }
}
