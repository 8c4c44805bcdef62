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
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Merges witnesses into calls as they come, and says what each makes of its call.
 *
 * <p>State per call: its coded form. It ends an hour after {@code remember} has passed since the
 * call's last event, by complete-to marks; a witness that comes after that goes to {@code late}, a
 * canary's to {@code canaries}, and never opens a second call. Event-time timers follow the
 * sources' marks; processing time only decides when the lake may show an unfinished call.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class PairLive extends AbstractStreamOperator<Revision>
    implements OneInputStreamOperator<Parcel, Revision>, Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;

  /** How long the lake waits before it shows a call that still awaits something. */
  static final Duration PROVISIONAL_AFTER = Duration.ofMinutes(10);

  /** State outlives {@code remember} by this, so that nothing falls between state and late. */
  static final Duration MARGIN = Duration.ofHours(1);

  private static final VoidNamespace NOWHERE = VoidNamespace.INSTANCE;

  private final PairingTerms terms;
  private transient Pairing pairing;
  private transient ValueState<byte[]> saved;
  private transient ListState<Long> savedMark;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ListState<Long> savedUnwritten;
  private transient RecordOutcomes outcomes;
  private transient long mark;

  public PairLive(PairingTerms terms) {
    this.terms = terms;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    // After a restore no mark is known until the sources speak, but a witness may come first: what
    // was late before must be late again.
    savedMark =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("mark", Types.LONG));
    mark = Long.MIN_VALUE;
    for (Long each : savedMark.get()) {
      mark = mark == Long.MIN_VALUE ? each : Math.min(mark, each);
    }
    savedUnwritten = unwritten(context);
    long unwritten = 0;
    for (Long each : savedUnwritten.get()) {
      unwritten += each;
    }
    outcomes = new RecordOutcomes(getMetricGroup(), unwritten);
  }

  private ListState<Long> unwritten(StateInitializationContext context) throws Exception {
    return context
        .getOperatorStateStore()
        .getListState(new ListStateDescriptor<>("unwritten", Types.LONG));
  }

  @Override
  public void open() throws Exception {
    super.open();
    pairing = new Pairing(new Expectations(terms.expect()));
    saved = getRuntimeContext().getState(new ValueStateDescriptor<>("call", EdgeType.BYTES));
    timers = getInternalTimerService("call", VoidNamespaceSerializer.INSTANCE, this);
  }

  @Override
  public void processElement(StreamRecord<Parcel> element) throws Exception {
    Parcel parcel = element.getValue();
    Witness witness = CallCodec.decodeWitness(parcel.payload());
    outcomes.arrived(witness);
    CallState before = load();
    if (before == null && forgotten(parcel.time())) {
      outcomes.late(witness);
      output.collect(Tags.ROWS, new StreamRecord<>(LateRows.of(witness).encode()));
      return;
    }
    if (before == null) {
      timers.registerProcessingTimeTimer(
          NOWHERE, timers.currentProcessingTime() + PROVISIONAL_AFTER.toMillis());
    }
    Pairing.Step step = pairing.on(before, witness);
    outcomes.merged(before, step.next());
    register(before, step.next());
    send(before, step);
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    CallState state = load();
    if (state != null) {
      send(state, pairing.provisional(state));
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    CallState state = load();
    if (state == null) {
      return;
    }
    long lastEventAt = state.call().lastEventAt();
    if (timer.getTimestamp() >= forgetAt(lastEventAt)) {
      send(state, pairing.settle(state));
      saved.clear();
    } else if (timer.getTimestamp() >= lastEventAt + terms.settleMillis()) {
      send(state, pairing.settle(state));
    }
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    mark = Math.max(mark, watermark.getTimestamp());
    super.processWatermark(watermark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    savedMark.update(List.of(mark));
    savedUnwritten.update(List.of(outcomes.unwritten()));
  }

  /** A timer follows the call's last event; what stood for an earlier one is taken back. */
  private void register(@Nullable CallState before, CallState after) {
    long last = after.call().lastEventAt();
    if (before != null && before.call().lastEventAt() != last) {
      timers.deleteEventTimeTimer(NOWHERE, before.call().lastEventAt() + terms.settleMillis());
      timers.deleteEventTimeTimer(NOWHERE, forgetAt(before.call().lastEventAt()));
    }
    timers.registerEventTimeTimer(NOWHERE, forgetAt(last));
    if (after.settled()) {
      timers.deleteEventTimeTimer(NOWHERE, last + terms.settleMillis());
    } else {
      timers.registerEventTimeTimer(NOWHERE, last + terms.settleMillis());
    }
  }

  private boolean forgotten(long eventAt) {
    return mark != Long.MIN_VALUE && eventAt + terms.rememberMillis() < mark;
  }

  private long forgetAt(long lastEventAt) {
    return lastEventAt + terms.rememberMillis() + MARGIN.toMillis();
  }

  private void send(@Nullable CallState before, Pairing.Step step) throws Exception {
    outcomes.stored(before, step.next());
    saved.update(step.next().encode());
    step.revisions().forEach(revision -> output.collect(new StreamRecord<>(revision)));
  }

  private @Nullable CallState load() throws Exception {
    byte[] bytes = saved.value();
    return bytes == null ? null : CallState.decode(bytes);
  }
}
