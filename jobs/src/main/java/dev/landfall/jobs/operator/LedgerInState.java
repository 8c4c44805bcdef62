package dev.landfall.jobs.operator;

import dev.landfall.core.quota.QuotaLedger;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one row in state, read and written at most once while one timer is served.
 *
 * <p>A ledger holds every second of a day and more, and where state is on disk each look at it
 * decodes them all. Between {@link #begin} and {@link #end} it is the current key's.
 */
final class LedgerInState {
  private final ValueState<QuotaLedger> state;
  private @Nullable QuotaLedger ledger;
  private boolean read;
  private boolean changed;

  LedgerInState(ValueState<QuotaLedger> state) {
    this.state = state;
  }

  void begin() {
    ledger = null;
    read = false;
    changed = false;
  }

  /** Null: there is none. Say {@link #changed} after changing it. */
  @Nullable QuotaLedger get() throws Exception {
    if (!read) {
      ledger = state.value();
      read = true;
    }
    return ledger;
  }

  QuotaLedger orEmpty() throws Exception {
    QuotaLedger there = get();
    return there == null ? new QuotaLedger() : there;
  }

  void add(QuotaLedger sums) throws Exception {
    ledger = orEmpty();
    ledger.addAll(sums);
    changed = true;
  }

  void changed() {
    changed = true;
  }

  boolean isDirty() throws Exception {
    QuotaLedger there = get();
    return there != null && !there.dirtyMinutes().isEmpty();
  }

  void end() throws Exception {
    if (changed) {
      state.update(ledger);
    }
    begin();
  }
}
