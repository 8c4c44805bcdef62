package dev.landfall.jobs.operator;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.canary.Canary;
import dev.landfall.core.detect.FindingTally;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.state.TallySerializer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the grounds of each finding: rows of {@code findings} from settled ones, the live page and
 * alerts from all.
 *
 * <p>State per finding: both counts. Times older than anything that may still be taken back are
 * summed up, so its size follows {@code remember}; the number of findings is bounded by what can be
 * wrong, not by calls. Written at most once a second, in a replay once at the end.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class TallyFindings extends KeyedProcessFunction<String, Parcel, byte[]> {
  private static final long serialVersionUID = 1;
  private static final long EVERY_MILLIS = 1_000;

  /** A ground is dated by its call's start, which may lie this far before the call's last event. */
  private static final long FOLD_MARGIN_MILLIS = 86_400_000;

  private static final int SETTLED = 1;
  private static final int EARLY = 2;

  private final long rememberMillis;
  private final Mode mode;
  private transient ValueState<FindingTally> settled;
  private transient ValueState<FindingTally> early;
  private transient ValueState<Long> revision;
  private transient ValueState<Integer> changed;
  private transient ValueState<Long> earlyRevision;

  public TallyFindings(long rememberMillis, Mode mode) {
    this.rememberMillis = rememberMillis;
    this.mode = mode;
  }

  @Override
  public void open(OpenContext context) {
    settled = tally("settled");
    early = tally("early");
    revision = getRuntimeContext().getState(new ValueStateDescriptor<>("revision", Types.LONG));
    changed = getRuntimeContext().getState(new ValueStateDescriptor<>("changed", Types.INT));
    earlyRevision =
        getRuntimeContext().getState(new ValueStateDescriptor<>("early-revision", Types.LONG));
  }

  private ValueState<FindingTally> tally(String name) {
    return getRuntimeContext().getState(new ValueStateDescriptor<>(name, TallySerializer.INSTANCE));
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<byte[]> out)
      throws Exception {
    GroundBatch batch = GroundBatch.of(parcel);
    if (mode == Mode.REPLAY && !batch.settled()) {
      return;
    }
    ValueState<FindingTally> state = batch.settled() ? settled : early;
    FindingTally there = state.value();
    FindingTally tally = there == null ? FindingTally.empty() : there;
    tally.addAll(batch.template(), batch.times(), batch.added() ? 1 : -1);
    state.update(tally);
    if (mode == Mode.LIVE && !batch.settled()) {
      revise(tally, batch.sample(), context);
    }
    Integer before = changed.value();
    changed.update((before == null ? 0 : before) | (batch.settled() ? SETTLED : EARLY));
    if (before == null) {
      wake(context.timerService());
    }
  }

  /** The early view, at once: who alerts waits a moment for all that comes together. */
  private void revise(FindingTally tally, @Nullable String sample, Context context)
      throws Exception {
    long next = earlyRevision.value() == null ? 1 : earlyRevision.value() + 1;
    earlyRevision.update(next);
    context.output(
        Tags.REVISIONS,
        Parcel.of(FindingRevision.of(tally.open(), next, !tally.isEmpty(), sample)));
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
    Integer what = changed.value();
    changed.clear();
    if (what == null) {
      return;
    }
    if (Canary.isAlert(context.getCurrentKey())) {
      early.clear(); // a planted breach is alerted about at once, and is no finding
      earlyRevision.clear();
      return;
    }
    long mark = context.timerService().currentWatermark();
    if ((what & SETTLED) != 0) {
      FindingTally tally = folded(settled, mark);
      if (tally != null) {
        long next = revision.value() == null ? 1 : revision.value() + 1;
        revision.update(next);
        out.collect(tally.row(next).encode());
        if (mode == Mode.REPLAY) {
          revise(tally, null, context);
        }
      }
    }
    if ((what & EARLY) != 0) {
      FindingTally tally = folded(early, mark);
      byte[] shown =
          tally == null || tally.isEmpty() ? new byte[0] : LiveCodec.encode(tally.open());
      context.output(Tags.LIVE, new Parcel(Parcel.FINDING, context.getCurrentKey(), 0, shown));
    }
  }

  private @Nullable FindingTally folded(ValueState<FindingTally> state, long mark)
      throws Exception {
    FindingTally tally = state.value();
    if (tally != null && mode == Mode.LIVE && mark != Long.MIN_VALUE) {
      tally.fold(mark - rememberMillis - FOLD_MARGIN_MILLIS);
      state.update(tally);
    }
    return tally;
  }
}
