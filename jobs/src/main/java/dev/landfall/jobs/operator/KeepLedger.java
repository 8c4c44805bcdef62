package dev.landfall.jobs.operator;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.quota.QuotaPressure;
import dev.landfall.core.detect.quota.QuotaRules;
import dev.landfall.core.detect.quota.Terms;
import dev.landfall.core.detect.quota.ThrottleRatio;
import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaMinute;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.UseBatch;
import dev.landfall.jobs.state.LedgerSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger of each quota row: rows of {@code quota_minutes} and of findings from settled
 * calls, the live page's busiest minute and alerts from all.
 *
 * <p>State per quota row: both ledgers and what came since they were looked at, how often each
 * minute was written, and the two findings' own. Minutes older than {@code remember} are forgotten.
 * Alerts are looked at a fifth of a second after a call came, rows are written every two seconds at
 * most, in a replay once at the end; while silence alone may still end an alert, every ten seconds.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class KeepLedger extends KeyedProcessFunction<String, Parcel, byte[]> {
  private static final long serialVersionUID = 2;
  private static final long ALERT_MILLIS = 200;
  private static final long EVERY_MILLIS = 2_000;
  private static final long WAITING_MILLIS = 10_000;
  private static final long MINUTE = 60_000;

  /** A call's start may lie this far before its last event. */
  private static final long MARGIN_MILLIS = 86_400_000;

  /** Minutes before a row's latest among which the busiest is shown. */
  private static final int SHOWN_MINUTES = 15;

  private final PolicyHistory policy;
  private final Catalogue catalogue;
  private final long settleMillis;
  private final long rememberMillis;
  private final Mode mode;
  private transient LedgerInState settled;
  private transient LedgerInState early;
  private transient ListState<byte[]> arrived;
  private transient MapState<Long, Long> written;
  private transient ValueState<Long> latest;
  private transient ValueState<Boolean> woken;
  private transient Alarm wakeAt;
  private transient ValueState<Long> writtenAt;
  private transient Alarm markAt;
  private transient ValueState<Long> forgotten;
  private transient ValueState<Boolean> settledKnown;
  private transient ValueState<Boolean> earlyKnown;
  private transient EpisodeStates pressure;
  private transient EpisodeStates throttles;
  private transient Pace pace;

  public KeepLedger(
      PolicyHistory policy,
      Catalogue catalogue,
      long settleMillis,
      long rememberMillis,
      Mode mode) {
    this.policy = policy;
    this.catalogue = catalogue;
    this.settleMillis = settleMillis;
    this.rememberMillis = rememberMillis;
    this.mode = mode;
  }

  @Override
  public void open(OpenContext context) {
    settled = ledger("settled");
    early = ledger("early");
    arrived =
        getRuntimeContext().getListState(new ListStateDescriptor<>("arrived", EdgeType.BYTES));
    written =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("written", Types.LONG, Types.LONG));
    latest = time("latest");
    woken = flag("woken");
    wakeAt = Alarm.byClock(getRuntimeContext(), "wake-at");
    writtenAt = time("written-at");
    markAt = Alarm.byMarks(getRuntimeContext(), "mark-at");
    forgotten = time("forgotten");
    settledKnown = flag("settled-known");
    earlyKnown = flag("early-known");
    pressure = episodes("quota-pressure");
    throttles = episodes("throttle-ratio");
    pace = new Pace(System::nanoTime);
  }

  private ValueState<Long> time(String name) {
    return getRuntimeContext().getState(new ValueStateDescriptor<>(name, Types.LONG));
  }

  private ValueState<Boolean> flag(String name) {
    return getRuntimeContext().getState(new ValueStateDescriptor<>(name, Types.BOOLEAN));
  }

  private LedgerInState ledger(String name) {
    return new LedgerInState(
        getRuntimeContext().getState(new ValueStateDescriptor<>(name, LedgerSerializer.INSTANCE)));
  }

  private EpisodeStates episodes(String name) {
    return new EpisodeStates(getRuntimeContext(), name, settleMillis, rememberMillis, mode);
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<byte[]> out)
      throws Exception {
    boolean ofSettled = UseBatch.isSettled(parcel);
    if (mode == Mode.REPLAY) {
      if (!ofSettled) {
        return;
      }
      settled.begin();
      settled.add(UseBatch.of(parcel).sums());
      settled.end();
    } else {
      // Put beside the ledger, which is large, and added to it when its timer fires.
      arrived.add(parcel.payload());
    }
    wake(context.timerService(), pace.millis(ofSettled ? EVERY_MILLIS : ALERT_MILLIS));
  }

  private void takeIn(QuotaKey key) throws Exception {
    boolean any = false;
    for (byte[] payload : arrived.get()) {
      UseBatch batch = UseBatch.of(new Parcel(Parcel.USES, key.text(), 0, payload));
      (batch.settled() ? settled : early).add(batch.sums());
      any = true;
    }
    if (any) {
      arrived.clear();
    }
  }

  /** Once for all that comes together; an earlier time than the one awaited is asked for anew. */
  private void wake(TimerService timers, long inMillis) throws Exception {
    if (mode == Mode.REPLAY) {
      if (woken.value() == null) {
        woken.update(true);
        timers.registerEventTimeTimer(Long.MAX_VALUE);
      }
      return;
    }
    wakeAt.set(timers.currentProcessingTime() + inMillis, timers);
  }

  @Override
  public void onTimer(long at, OnTimerContext context, Collector<byte[]> out) throws Exception {
    boolean byMark = context.timeDomain() == TimeDomain.EVENT_TIME;
    if (mode == Mode.REPLAY) {
      woken.clear();
    } else if (!(byMark ? markAt : wakeAt).fires(at)) {
      return;
    }
    QuotaKey key = QuotaKey.parse(context.getCurrentKey());
    pace.begin();
    settled.begin();
    early.begin();
    takeIn(key);
    serve(key, byMark, context, out);
    settled.end();
    early.end();
    pace.end();
  }

  private void serve(QuotaKey key, boolean byMark, OnTimerContext context, Collector<byte[]> out)
      throws Exception {
    TimerService timers = context.timerService();
    Long before = writtenAt.value();
    boolean write =
        byMark || before == null || timers.currentProcessingTime() - before >= EVERY_MILLIS;
    if (write) {
      writtenAt.update(timers.currentProcessingTime());
      stored(key, out);
    } else if (settled.isDirty()) {
      wake(timers, before + EVERY_MILLIS - timers.currentProcessingTime());
    }
    seen(key, context);
    if (look(key, context, out)) {
      wake(timers, WAITING_MILLIS);
    }
    wakeByMark(key, timers);
    // Only after all has been written: a backlog may be older than what is remembered.
    forget(timers.currentWatermark());
  }

  /** By the marks: the earliest by which a minute's findings settle. */
  private void wakeByMark(QuotaKey key, TimerService timers) throws Exception {
    Terms terms = terms(key, settled);
    long mark = timers.currentWatermark();
    Long first = pressure.nextMark(new QuotaPressure(terms), mark);
    Long second = throttles.nextMark(new ThrottleRatio(terms), mark);
    Long due = first == null || second != null && second < first ? second : first;
    if (due != null) {
      markAt.set(due, timers);
    }
  }

  private void stored(QuotaKey key, Collector<byte[]> out) throws Exception {
    QuotaLedger ledger = settled.get();
    if (ledger == null || ledger.dirtyMinutes().isEmpty()) {
      return;
    }
    for (long minute : new ArrayList<>(ledger.dirtyMinutes())) {
      write(key, ledger.minute(minute), out);
    }
    figures(true, new Terms(key, ledger, policy, catalogue));
    ledger.clean();
    settled.changed();
  }

  private void seen(QuotaKey key, OnTimerContext context) throws Exception {
    QuotaLedger ledger = early.get();
    if (ledger == null || ledger.dirtyMinutes().isEmpty()) {
      return;
    }
    BusyRow busiest = busiest(key, ledger);
    figures(false, new Terms(key, ledger, policy, catalogue));
    ledger.clean();
    early.changed();
    if (busiest != null) {
      byte[] shown = LiveCodec.encode(List.of(busiest));
      context.output(Tags.LIVE, new Parcel(Parcel.BUSY, key.text(), 0, shown));
    }
  }

  private void figures(boolean ofSettled, Terms terms) throws Exception {
    TreeSet<Long> dirty = new TreeSet<>(terms.ledger().dirtyMinutes());
    ValueState<Boolean> known = ofSettled ? settledKnown : earlyKnown;
    if (known.value() == null) {
      // A state from before there were findings on quotas: its minutes have never been looked at.
      known.update(true);
      for (long minute : terms.ledger().heldMinutes()) {
        dirty.add(minute);
        dirty.add(minute + MINUTE);
      }
    }
    pressure.change(ofSettled, table -> QuotaRules.pressure(terms, dirty, table));
    throttles.change(ofSettled, table -> QuotaRules.throttles(terms, dirty, table));
  }

  private boolean look(QuotaKey key, OnTimerContext context, Collector<byte[]> out)
      throws Exception {
    Terms stored = terms(key, settled);
    Terms seen = terms(key, early);
    TimerService timers = context.timerService();
    long now = timers.currentProcessingTime();
    // The minute that has begun is looked at: its peaks so far can only rise.
    EpisodeStates.Times times =
        new EpisodeStates.Times(timers.currentWatermark(), now, now + MINUTE);
    EpisodeStates.Out to =
        new EpisodeStates.Out() {
          @Override
          public void row(byte[] row) {
            out.collect(row);
          }

          @Override
          public void side(OutputTag<Parcel> tag, Parcel parcel) {
            context.output(tag, parcel);
          }
        };
    QuotaPressure near = new QuotaPressure(stored);
    ThrottleRatio refused = new ThrottleRatio(stored);
    boolean waits = pressure.look(near, new QuotaPressure(seen), near.identity(), times, to);
    return throttles.look(refused, new ThrottleRatio(seen), refused.identity(), times, to) || waits;
  }

  private Terms terms(QuotaKey key, LedgerInState state) throws Exception {
    return new Terms(key, state.orEmpty(), policy, catalogue);
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
    if (mode == Mode.REPLAY || mark == Long.MIN_VALUE || settled.isDirty()) {
      return;
    }
    long before = mark - rememberMillis - MARGIN_MILLIS;
    Long last = forgotten.value();
    if (last != null && before - last < 60 * MINUTE) {
      return;
    }
    forgotten.update(before);
    for (LedgerInState state : List.of(settled, early)) {
      QuotaLedger ledger = state.get();
      if (ledger != null) {
        ledger.forget(before);
        state.changed();
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
    return policy.at(at).quota(key.account(), key.sourceRegion(), key.model(), key.quotaRow());
  }
}
