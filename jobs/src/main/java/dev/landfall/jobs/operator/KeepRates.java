package dev.landfall.jobs.operator;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.GroundCodec;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.latency.LatencyRegression;
import dev.landfall.core.detect.mix.RegionMixDrift;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.RateBatch;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the minutes of Region mix and latency: rows of {@code findings} from settled ones, the live
 * page and alerts from all.
 *
 * <p>State per finding: {@link EpisodeStates}, and who it is. Looked at within a second of a
 * change, and by the clock or the marks while time alone may change something; in a replay once at
 * the end.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class KeepRates extends KeyedProcessFunction<String, Parcel, byte[]> {
  private static final long serialVersionUID = 1;
  private static final long SOON_MILLIS = 1_000;
  private static final long LATER_MILLIS = 5_000;

  private final PolicyHistory policy;
  private final long settleMillis;
  private final long rememberMillis;
  private final Mode mode;
  private transient EpisodeStates states;
  private transient ValueState<byte[]> identity;
  private transient Alarm next;
  private transient Alarm nextMark;
  private transient Pace pace;

  public KeepRates(PolicyHistory policy, long settleMillis, long rememberMillis, Mode mode) {
    this.policy = policy;
    this.settleMillis = settleMillis;
    this.rememberMillis = rememberMillis;
    this.mode = mode;
  }

  @Override
  public void open(OpenContext context) {
    states = new EpisodeStates(getRuntimeContext(), "rate", settleMillis, rememberMillis, mode);
    identity = getRuntimeContext().getState(new ValueStateDescriptor<>("identity", EdgeType.BYTES));
    next = Alarm.byClock(getRuntimeContext(), "next");
    nextMark = Alarm.byMarks(getRuntimeContext(), "next-mark");
    pace = new Pace(System::nanoTime);
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<byte[]> out)
      throws Exception {
    RateBatch batch = RateBatch.of(parcel);
    if (mode == Mode.REPLAY && !batch.settled()) {
      return;
    }
    states.change(batch.settled(), table -> table.addAll(batch.sums()));
    if (identity.value() == null) {
      identity.update(GroundCodec.encode(batch.identity()));
    }
    wake(context.timerService(), pace.millis(SOON_MILLIS));
    wakeByMark(rule(batch.identity()), context.timerService());
  }

  private void wakeByMark(EpisodeRule rule, TimerService timers) throws Exception {
    Long due = states.nextMark(rule, timers.currentWatermark());
    if (due != null) {
      nextMark.set(due, timers);
    }
  }

  private void wake(TimerService timers, long millis) throws Exception {
    if (mode == Mode.REPLAY) {
      timers.registerEventTimeTimer(Long.MAX_VALUE);
      return;
    }
    next.set(timers.currentProcessingTime() + millis, timers);
  }

  @Override
  public void onTimer(long at, OnTimerContext context, Collector<byte[]> out) throws Exception {
    Alarm alarm = context.timeDomain() == TimeDomain.PROCESSING_TIME ? next : nextMark;
    if (mode == Mode.LIVE && !alarm.fires(at)) {
      return;
    }
    pace.begin();
    Ground what = GroundCodec.decode(Objects.requireNonNull(identity.value()));
    TimerService timers = context.timerService();
    long now = timers.currentProcessingTime();
    EpisodeStates.Times times = new EpisodeStates.Times(timers.currentWatermark(), now, now);
    EpisodeRule rule = rule(what);
    if (states.look(rule, what, times, telling(context, out))) {
      wake(timers, LATER_MILLIS);
    }
    wakeByMark(rule, timers);
    pace.end();
  }

  private EpisodeRule rule(Ground what) {
    return what.rule().equals(RegionMixDrift.SPEC.id())
        ? new RegionMixDrift(policy, Objects.requireNonNull(what.workload()))
        : new LatencyRegression();
  }

  private static EpisodeStates.Out telling(OnTimerContext context, Collector<byte[]> out) {
    return new EpisodeStates.Out() {
      @Override
      public void row(byte[] row) {
        out.collect(row);
      }

      @Override
      public void side(OutputTag<Parcel> tag, Parcel parcel) {
        context.output(tag, parcel);
      }
    };
  }
}
