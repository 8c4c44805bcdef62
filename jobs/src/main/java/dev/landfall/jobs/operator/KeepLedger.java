package dev.landfall.jobs.operator;

import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaMinute;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.UseBatch;
import dev.landfall.jobs.state.LedgerSerializer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger of each quota row: rows of {@code quota_minutes} from settled calls, the live
 * page's busiest minute from all.
 *
 * <p>State per quota row: both ledgers, and how often each minute was written. Minutes older than
 * {@code remember} are forgotten. Written every two seconds at most, in a replay once at the end.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class KeepLedger extends KeyedProcessFunction<String, Parcel, byte[]> {
  private static final long serialVersionUID = 1;
  private static final long EVERY_MILLIS = 2_000;
  private static final long MINUTE = 60_000;

  /** A call's start may lie this far before its last event. */
  private static final long MARGIN_MILLIS = 86_400_000;

  /** Minutes before a row's latest among which the busiest is shown. */
  private static final int SHOWN_MINUTES = 15;

  private final PolicyHistory policy;
  private final long rememberMillis;
  private final Mode mode;
  private transient ValueState<QuotaLedger> settled;
  private transient ValueState<QuotaLedger> early;
  private transient MapState<Long, Long> written;
  private transient ValueState<Long> latest;
  private transient ValueState<Boolean> woken;
  private transient ValueState<Long> forgotten;

  public KeepLedger(PolicyHistory policy, long rememberMillis, Mode mode) {
    this.policy = policy;
    this.rememberMillis = rememberMillis;
    this.mode = mode;
  }

  @Override
  public void open(OpenContext context) {
    settled = ledger("settled");
    early = ledger("early");
    written =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("written", Types.LONG, Types.LONG));
    latest = getRuntimeContext().getState(new ValueStateDescriptor<>("latest", Types.LONG));
    woken = getRuntimeContext().getState(new ValueStateDescriptor<>("woken", Types.BOOLEAN));
    forgotten = getRuntimeContext().getState(new ValueStateDescriptor<>("forgotten", Types.LONG));
  }

  private ValueState<QuotaLedger> ledger(String name) {
    return getRuntimeContext()
        .getState(new ValueStateDescriptor<>(name, LedgerSerializer.INSTANCE));
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<byte[]> out)
      throws Exception {
    UseBatch batch = UseBatch.of(parcel);
    if (mode == Mode.REPLAY && !batch.settled()) {
      return;
    }
    ValueState<QuotaLedger> state = batch.settled() ? settled : early;
    QuotaLedger ledger = state.value() == null ? new QuotaLedger() : state.value();
    ledger.addAll(batch.sums());
    state.update(ledger);
    if (woken.value() == null) {
      woken.update(true);
      wake(context.timerService());
    }
  }

  private void wake(TimerService timers) {
    if (mode == Mode.REPLAY) {
      timers.registerEventTimeTimer(Long.MAX_VALUE);
    } else {
      timers.registerProcessingTimeTimer(timers.currentProcessingTime() + EVERY_MILLIS);
    }
  }

  @Override
  public void onTimer(long at, OnTimerContext context, Collector<byte[]> out) throws Exception {
    woken.clear();
    QuotaKey key = QuotaKey.parse(context.getCurrentKey());
    QuotaLedger stored = settled.value();
    if (stored != null) {
      for (long minute : new ArrayList<>(stored.dirtyMinutes())) {
        write(key, stored.minute(minute), out);
      }
      stored.clean();
      settled.update(stored);
    }
    QuotaLedger seen = early.value();
    if (seen != null && !seen.dirtyMinutes().isEmpty()) {
      BusyRow busiest = busiest(key, seen);
      seen.clean();
      early.update(seen);
      if (busiest != null) {
        byte[] shown = LiveCodec.encode(List.of(busiest));
        context.output(Tags.LIVE, new Parcel(Parcel.BUSY, key.text(), 0, shown));
      }
    }
    // Only after all has been written: a backlog may be older than what is remembered.
    forget(context.timerService().currentWatermark());
  }

  /** A minute without figures makes no row, unless it had figures when last written. */
  private void write(QuotaKey key, QuotaMinute minute, Collector<byte[]> out) throws Exception {
    Long before = mode == Mode.REPLAY ? null : written.get(minute.minuteAt());
    if (minute.isEmpty() && before == null) {
      return;
    }
    long revision = before == null ? 1 : before + 1;
    if (mode == Mode.LIVE) {
      written.put(minute.minuteAt(), revision);
    }
    out.collect(minute.row(key, applied(key, minute.minuteAt()), revision).encode());
  }

  private @Nullable BusyRow busiest(QuotaKey key, QuotaLedger ledger) throws Exception {
    long last = latest.value() == null ? Long.MIN_VALUE : latest.value();
    for (long minute : ledger.dirtyMinutes()) {
      last = minute > last && !ledger.minute(minute).isEmpty() ? minute : last;
    }
    if (last == Long.MIN_VALUE) {
      return null;
    }
    latest.update(last);
    QuotaMinute busiest = ledger.minute(last);
    for (int back = 1; back < SHOWN_MINUTES; back++) {
      QuotaMinute other = ledger.minute(last - back * MINUTE);
      boolean busier = !other.isEmpty() && other.peakRolling() > busiest.peakRolling();
      busiest = busier ? other : busiest;
    }
    AppliedQuota applied = applied(key, busiest.minuteAt());
    return new BusyRow(
        key.account(),
        key.sourceRegion(),
        key.model(),
        key.quotaRow(),
        busiest.minuteAt(),
        busiest.settled(),
        busiest.peakRolling(),
        busiest.peakReserved(),
        busiest.requests(),
        busiest.throttled(),
        applied == null ? null : applied.tokensPerMinute());
  }

  private void forget(long mark) throws Exception {
    if (mode == Mode.REPLAY || mark == Long.MIN_VALUE) {
      return;
    }
    long before = mark - rememberMillis - MARGIN_MILLIS;
    Long last = forgotten.value();
    if (last != null && before - last < 60 * MINUTE) {
      return;
    }
    forgotten.update(before);
    for (ValueState<QuotaLedger> state : List.of(settled, early)) {
      QuotaLedger ledger = state.value();
      if (ledger != null) {
        ledger.forget(before);
        state.update(ledger);
      }
    }
    List<Long> old = new ArrayList<>();
    for (Long minute : written.keys()) {
      if (minute < before) {
        old.add(minute);
      }
    }
    for (Long minute : old) {
      written.remove(minute);
    }
  }

  private @Nullable AppliedQuota applied(QuotaKey key, long at) {
    for (AppliedQuota quota : policy.at(at).quotas()) {
      if (quota.account().equals(key.account())
          && quota.region().equals(key.sourceRegion())
          && quota.model().equals(key.model())
          && quota.row().equals(key.quotaRow())) {
        return quota;
      }
    }
    return null;
  }
}
