package dev.landfall.jobs.operator;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.metrics.Metric;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.CallState;
import dev.landfall.jobs.metrics.DelayHistogram;
import dev.landfall.jobs.metrics.OperatorMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of each witness, and how many records wait unwritten. Threads: the task's.
 */
final class RecordOutcomes {
  private final Counter witnesses;
  private final Counter duplicates;
  private final Counter addenda;
  private final Counter late;
  private final Counter canaries;
  private final Counter again;
  private final DelayHistogram delivery;
  private volatile long unwritten;

  /** {@code unwritten}: what a checkpoint kept of {@link #unwritten()}. */
  RecordOutcomes(MetricGroup group, long unwritten) {
    this.unwritten = unwritten;
    witnesses = OperatorMetrics.counter(group, Metric.RECORDS, "witness");
    duplicates = OperatorMetrics.counter(group, Metric.RECORDS, "duplicate");
    addenda = OperatorMetrics.counter(group, Metric.RECORDS, "addendum");
    late = OperatorMetrics.counter(group, Metric.RECORDS, "late");
    canaries = OperatorMetrics.counter(group, Metric.RECORDS, "canary");
    again = OperatorMetrics.counter(group, Metric.RECORDS_AGAIN);
    delivery = new DelayHistogram(group, Metric.DELIVERY_DELAY);
    OperatorMetrics.gauge(group, Metric.RECORDS_UNWRITTEN, () -> (double) this.unwritten);
  }

  long unwritten() {
    return unwritten;
  }

  void arrived(Witness witness) {
    if (Canary.marks(witness)) {
      return; // AWS has delivered nothing
    }
    delivery.observe(witness.arrivedAt() - witness.statement().eventAt());
  }

  void late(Witness witness) {
    (Canary.marks(witness) ? canaries : late).inc();
  }

  void merged(@Nullable CallState before, CallState next) {
    Call old = before == null ? null : before.call();
    Call now = next.call();
    int copies = now.copies() - (old == null ? 0 : old.copies());
    if (Canary.marks(now)) {
      canaries.inc(copies);
      return;
    }
    if (copies == 0) {
      again.inc();
      return;
    }
    witnesses.inc(now.witnesses() - (old == null ? 0 : old.witnesses()));
    duplicates.inc(now.duplicates() - (old == null ? 0 : old.duplicates()));
    addenda.inc(now.addenda() - (old == null ? 0 : old.addenda()));
  }

  /** The call's standing changes from one to the other. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; others read
  void stored(@Nullable CallState before, CallState next) {
    unwritten += waiting(next) - waiting(before);
  }

  private static int waiting(@Nullable CallState state) {
    return state == null || state.settled() || state.provisional() ? 0 : state.call().copies();
  }
}
