package dev.landfall.jobs.operator;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.fallback.CallerWatch;
import dev.landfall.core.detect.fallback.ClientFallback;
import dev.landfall.jobs.edge.CallerBatch;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.state.CallerWatchSerializer;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Watches callers for going to a second Region after a throttle; what it finds are grounds like any
 * other, given and taken back.
 *
 * <p>State per caller: the seconds of its calls by Region, for the stored and the early view, no
 * longer than {@code remember} and a day; of a caller who is quiet for so long nothing is left. The
 * stored view looks only at seconds that have settled, so that it never takes back what only came
 * in another order; the early one at all, at once.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class WatchCallers extends KeyedProcessFunction<String, Parcel, Parcel> {
  private static final long serialVersionUID = 1;
  private static final long LATER_MILLIS = 5_000;
  private static final long FORGET_MARGIN_MILLIS = 86_400_000;

  private final long settleMillis;
  private final long rememberMillis;
  private final Mode mode;
  private transient ValueState<CallerWatch> settled;
  private transient ValueState<CallerWatch> early;
  private transient ValueState<String> account;
  private transient ValueState<String> workload;
  private transient ValueState<Boolean> woken;
  private transient Alarm nextMark;
  private transient Alarm forgetAt;

  public WatchCallers(long settleMillis, long rememberMillis, Mode mode) {
    this.settleMillis = settleMillis;
    this.rememberMillis = rememberMillis;
    this.mode = mode;
  }

  @Override
  public void open(OpenContext context) {
    settled = watch("settled");
    early = watch("early");
    account = getRuntimeContext().getState(new ValueStateDescriptor<>("account", Types.STRING));
    workload = getRuntimeContext().getState(new ValueStateDescriptor<>("workload", Types.STRING));
    nextMark = Alarm.byMarks(getRuntimeContext(), "next-mark");
    forgetAt = Alarm.byMarks(getRuntimeContext(), "forget-at");
    woken = getRuntimeContext().getState(new ValueStateDescriptor<>("woken", Types.BOOLEAN));
  }

  private ValueState<CallerWatch> watch(String name) {
    return getRuntimeContext()
        .getState(new ValueStateDescriptor<>(name, CallerWatchSerializer.INSTANCE));
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<Parcel> out)
      throws Exception {
    CallerBatch batch = CallerBatch.of(parcel);
    if (mode == Mode.REPLAY && !batch.settled()) {
      return;
    }
    ValueState<CallerWatch> state = batch.settled() ? settled : early;
    CallerWatch there = state.value();
    CallerWatch watch = there == null ? new CallerWatch() : there;
    watch.addAll(batch.sums());
    if (account.value() == null) {
      account.update(batch.account());
      workload.update(batch.workload());
    }
    if (!batch.settled()) {
      look(watch, false, Long.MAX_VALUE, out);
    }
    state.update(watch);
    wake(context.timerService());
    if (batch.settled()) {
      wakeByMark(watch, context.timerService());
    }
    wakeToForget(watch, context.timerService());
  }

  /** Who never calls again is forgotten all the same. */
  private void wakeToForget(CallerWatch watch, TimerService timers) throws Exception {
    if (mode == Mode.LIVE && !watch.isEmpty()) {
      long kept = rememberMillis + FORGET_MARGIN_MILLIS;
      forgetAt.set((watch.emptyFrom() + 1) * 1000 + kept, timers);
    }
  }

  /** At most one timer waits for the marks; when it fires, all that has settled is looked at. */
  private void wakeByMark(CallerWatch watch, TimerService timers) throws Exception {
    if (mode == Mode.LIVE && watch.isWaiting()) {
      nextMark.set(EpisodeStates.settledAt(watch.nextSecond() * 1000, settleMillis), timers);
    }
  }

  private void wake(TimerService timers) throws Exception {
    if (mode == Mode.REPLAY) {
      timers.registerEventTimeTimer(Long.MAX_VALUE);
    } else if (woken.value() == null) {
      woken.update(true);
      timers.registerProcessingTimeTimer(timers.currentProcessingTime() + LATER_MILLIS);
    }
  }

  @Override
  public void onTimer(long at, OnTimerContext context, Collector<Parcel> out) throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      woken.clear();
    } else {
      nextMark.fires(at);
      forgetAt.fires(at);
    }
    long mark = context.timerService().currentWatermark();
    CallerWatch watch = settled.value();
    if (watch != null) {
      long to = EpisodeStates.settledTo(mark, settleMillis, mode);
      if (to != Long.MIN_VALUE) {
        look(watch, true, Math.floorDiv(to, 1000L), out);
        settled.update(watch);
      }
      wakeByMark(watch, context.timerService());
    }
    forget(mark, context.timerService());
  }

  private void look(CallerWatch watch, boolean ofSettled, long before, Collector<Parcel> out)
      throws Exception {
    for (CallerWatch.Change change : watch.look(before)) {
      Ground ground = ClientFallback.ground(text(account), text(workload), change.fallback());
      long[] times = new long[Math.abs(change.calls())];
      Arrays.fill(times, ground.at());
      Ground template = ground.dated(0);
      out.collect(new GroundBatch(ofSettled, change.calls() > 0, template, times).parcel());
    }
  }

  private static String text(ValueState<String> state) throws Exception {
    String value = state.value();
    if (value == null) {
      throw new IllegalStateException("a caller's calls came without its account and workload");
    }
    return value;
  }

  private void forget(long mark, TimerService timers) throws Exception {
    if (mode == Mode.REPLAY || mark == Long.MIN_VALUE) {
      return;
    }
    long before = Math.floorDiv(mark - rememberMillis - FORGET_MARGIN_MILLIS, 1000L);
    boolean none = forget(settled, before, timers);
    none &= forget(early, before, timers);
    if (none) {
      account.clear();
      workload.clear();
    }
  }

  /** Whether nothing is left. */
  private boolean forget(ValueState<CallerWatch> state, long before, TimerService timers)
      throws Exception {
    @Nullable CallerWatch watch = state.value();
    if (watch == null) {
      return true;
    }
    watch.forget(before);
    if (watch.isEmpty()) {
      state.clear();
      return true;
    }
    state.update(watch);
    wakeToForget(watch, timers);
    return false;
  }
}
