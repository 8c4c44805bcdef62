package dev.landfall.jobs.operator;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.judge.Decision;
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
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What judgements do to findings, ledgers and live counts, gathered until it is sent.
 *
 * <p>Shape: sums, so any grouping gives the same result; what is given is sent before what is taken
 * back. Where a judgement's sums are is looked up once for each decision, for calls of one decision
 * ground the same findings and burn the same quota row. Bound: the sender looks at {@link #size}
 * and {@link #decisions}.
 */
final class Consequences {
  private static final Comparator<QuotaKey> ORDER = Comparator.comparing(QuotaKey::text);

  private final Map<Telling, Times> grounds = new LinkedHashMap<>();
  private final Map<QuotaKey, QuotaLedger> settledUses = new TreeMap<>(ORDER);
  private final Map<QuotaKey, QuotaLedger> earlyUses = new TreeMap<>(ORDER);
  private final IdentityHashMap<Decision, Sums> settledSums = new IdentityHashMap<>();
  private final IdentityHashMap<Decision, Sums> earlySums = new IdentityHashMap<>();
  private final RateSums rates = new RateSums();
  private final LiveCounts counts = new LiveCounts();
  private int size;

  private record Telling(boolean settled, boolean added, Ground timeless) {}

  /** Where what calls of one decision do is summed; null until it is needed. */
  private static final class Sums {
    private Times @Nullable [] given;
    private Times @Nullable [] taken;
    private @Nullable QuotaLedger ledger;
  }

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

  /** Decisions under which sums are kept: some kilobytes each, and not shared with the judge. */
  int decisions() {
    return Math.max(Math.max(settledSums.size(), earlySums.size()), rates.decisions());
  }

  /** Takes back what {@code before} gave and gives what {@code after} gives; equal parts rest. */
  void replace(boolean settled, @Nullable Judgement before, @Nullable Judgement after) {
    rates.replace(settled, before, after);
    replaceGrounds(settled, before, after);
    QuotaUse oldUse = before == null ? null : before.quota();
    QuotaUse nowUse = after == null ? null : after.quota();
    if (!Objects.equals(oldUse, nowUse)) {
      if (after != null && nowUse != null) {
        ledger(settled, after.decision(), nowUse).add(nowUse);
      }
      if (before != null && oldUse != null) {
        ledger(settled, before.decision(), oldUse).retract(oldUse);
      }
    }
  }

  /** The same of a planted call, which is told of and counts nowhere. */
  void replacePlanted(@Nullable Judgement before, Judgement after) {
    replaceGrounds(false, before, after);
  }

  private void replaceGrounds(
      boolean settled, @Nullable Judgement before, @Nullable Judgement after) {
    if (!sameGrounds(before, after)) {
      if (after != null) {
        ground(settled, true, after);
      }
      if (before != null) {
        ground(settled, false, before);
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
    settledSums.clear();
    earlySums.clear();
    counts.clear();
    size = 0;
  }

  private static boolean sameGrounds(@Nullable Judgement before, @Nullable Judgement after) {
    boolean none = after == null || after.decision().grounds().isEmpty();
    if (before == null || before.decision().grounds().isEmpty()) {
      return none;
    }
    return after != null
        && before.facts().calledAt() == after.facts().calledAt()
        && before.decision().grounds().equals(after.decision().grounds());
  }

  private void ground(boolean settled, boolean added, Judgement j) {
    List<Ground> templates = j.decision().grounds();
    if (templates.isEmpty()) {
      return;
    }
    Sums sums = sums(settled, j.decision());
    Times[] all = added ? sums.given : sums.taken;
    if (all == null) {
      all = times(settled, added, templates);
      if (added) {
        sums.given = all;
      } else {
        sums.taken = all;
      }
    }
    for (Times times : all) {
      times.add(j.facts().calledAt());
      if (added && times.sample == null) {
        times.sample = j.call().key().requestId();
      }
    }
    size += all.length;
  }

  private Times[] times(boolean settled, boolean added, List<Ground> templates) {
    Times[] times = new Times[templates.size()];
    for (int i = 0; i < times.length; i++) {
      Telling telling = new Telling(settled, added, templates.get(i));
      times[i] = grounds.computeIfAbsent(telling, t -> new Times());
    }
    return times;
  }

  private QuotaLedger ledger(boolean settled, Decision decision, QuotaUse use) {
    size++;
    Sums sums = sums(settled, decision);
    QuotaLedger ledger = sums.ledger;
    if (ledger == null) {
      ledger =
          (settled ? settledUses : earlyUses).computeIfAbsent(use.key(), key -> new QuotaLedger());
      sums.ledger = ledger;
    }
    return ledger;
  }

  private Sums sums(boolean settled, Decision decision) {
    IdentityHashMap<Decision, Sums> all = settled ? settledSums : earlySums;
    Sums sums = all.get(decision);
    if (sums == null) {
      sums = new Sums();
      all.put(decision, sums);
    }
    return sums;
  }
}
