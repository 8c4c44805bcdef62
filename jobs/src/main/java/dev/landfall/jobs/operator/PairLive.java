package dev.landfall.jobs.operator;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.CallState;
import dev.landfall.core.pairing.Expectations;
import dev.landfall.core.pairing.Pairing;
import dev.landfall.core.pairing.Revision;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Merges witnesses into calls as they come, and says what each makes of its call.
 *
 * <p>State per call: its coded form. It ends an hour after {@code remember} has passed since the
 * call's last event, by complete-to marks; a witness that comes after that goes to {@code late} and
 * never opens a second call. Event-time timers follow the sources' marks; processing time only
 * decides when the lake may show an unfinished call.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class PairLive extends KeyedProcessFunction<String, Parcel, Revision>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  /** How long the lake waits before it shows a call that still awaits something. */
  static final Duration PROVISIONAL_AFTER = Duration.ofMinutes(10);

  /** State outlives {@code remember} by this, so that nothing falls between state and late. */
  static final Duration MARGIN = Duration.ofHours(1);

  private final PairingTerms terms;
  private transient Pairing pairing;
  private transient ValueState<byte[]> saved;
  private transient ListState<Long> savedMark;
  private transient long markBefore;
  private transient long mark;

  public PairLive(PairingTerms terms) {
    this.terms = terms;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    // After a restore no mark is known until the sources speak, but a witness may come first: what
    // was late before must be late again.
    savedMark =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("mark", Types.LONG));
    markBefore = Long.MIN_VALUE;
    for (Long each : savedMark.get()) {
      markBefore = markBefore == Long.MIN_VALUE ? each : Math.min(markBefore, each);
    }
    mark = markBefore;
  }

  @Override
  public void open(OpenContext context) {
    pairing = new Pairing(new Expectations(terms.expect()));
    saved = getRuntimeContext().getState(new ValueStateDescriptor<>("call", EdgeType.BYTES));
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<Revision> out)
      throws Exception {
    Witness witness = CallCodec.decodeWitness(parcel.payload());
    CallState before = load();
    mark = Math.max(markBefore, context.timerService().currentWatermark());
    if (before == null && passed(parcel.time(), terms.rememberMillis())) {
      context.output(Tags.ROWS, LateRows.of(witness).encode());
      return;
    }
    TimerService timers = context.timerService();
    if (before == null) {
      timers.registerProcessingTimeTimer(
          timers.currentProcessingTime() + PROVISIONAL_AFTER.toMillis());
    }
    Pairing.Step step = pairing.on(before, witness);
    save(step.next());
    register(before, step.next(), timers);
    step.revisions().forEach(out::collect);
  }

  @Override
  public void onTimer(long at, OnTimerContext context, Collector<Revision> out) throws Exception {
    CallState state = load();
    if (state == null) {
      return;
    }
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      send(pairing.provisional(state), out);
      return;
    }
    long lastEventAt = state.call().lastEventAt();
    if (at >= forgetAt(lastEventAt)) {
      saved.clear();
    } else if (at >= lastEventAt + terms.settleMillis()) {
      send(pairing.settle(state), out);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    savedMark.update(List.of(mark));
  }

  /** A timer follows the call's last event; what stood for an earlier one is taken back. */
  private void register(@Nullable CallState before, CallState after, TimerService timers) {
    long last = after.call().lastEventAt();
    if (before != null && before.call().lastEventAt() != last) {
      timers.deleteEventTimeTimer(before.call().lastEventAt() + terms.settleMillis());
      timers.deleteEventTimeTimer(forgetAt(before.call().lastEventAt()));
    }
    timers.registerEventTimeTimer(forgetAt(last));
    if (after.settled()) {
      timers.deleteEventTimeTimer(last + terms.settleMillis());
    } else {
      timers.registerEventTimeTimer(last + terms.settleMillis());
    }
  }

  private boolean passed(long eventAt, long window) {
    return mark != Long.MIN_VALUE && eventAt + window < mark;
  }

  private long forgetAt(long lastEventAt) {
    return lastEventAt + terms.rememberMillis() + MARGIN.toMillis();
  }

  private void send(Pairing.Step step, Collector<Revision> out) throws Exception {
    save(step.next());
    step.revisions().forEach(out::collect);
  }

  private @Nullable CallState load() throws Exception {
    byte[] bytes = saved.value();
    return bytes == null ? null : CallState.decode(bytes);
  }

  private void save(CallState state) throws Exception {
    saved.update(state.encode());
  }
}
