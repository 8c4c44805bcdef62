package dev.landfall.jobs.operator;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.QuietRule;
import dev.landfall.core.detect.QuietRule.Step;
import dev.landfall.core.detect.QuietRule.Watch;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.core.metrics.Metric;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.metrics.OperatorMetrics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * How sources stand in, keyed by source; grounds of findings out where one is silent.
 *
 * <p>A ground that ends leaves the live view only: the record keeps it. State per source: what it
 * last said and what is told of it. Processing time only tells that nothing is heard any more, and
 * only of the time since this task started: while nothing ran, nobody could hear.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class WatchSources extends KeyedProcessFunction<String, Parcel, Parcel> {
  private static final long serialVersionUID = 1;

  private final HashSet<String> sources;
  private final HashMap<String, Long> quietAfter;
  private final long silentMillis;
  private transient ValueState<byte[]> watched;
  private transient ValueState<byte[]> said;
  private transient ValueState<Long> heard;
  private transient ValueState<Long> wakeAt;
  private transient Map<String, SourceState> measured;
  private transient @Nullable Long startedAt;

  /**
   * Times in milliseconds; {@code quietAfter} by source id, where a source has it.
   *
   * @param sources ids of the configuration: nobody waits for a word of any other
   */
  public WatchSources(Set<String> sources, Map<String, Long> quietAfter, long silentMillis) {
    this.sources = new HashSet<>(sources);
    this.quietAfter = new HashMap<>(quietAfter); // a map that travels
    this.silentMillis = silentMillis;
  }

  @Override
  public void open(OpenContext context) {
    measured = new ConcurrentHashMap<>();
    watched = getRuntimeContext().getState(new ValueStateDescriptor<>("watch", EdgeType.BYTES));
    said = getRuntimeContext().getState(new ValueStateDescriptor<>("said", EdgeType.BYTES));
    heard = getRuntimeContext().getState(new ValueStateDescriptor<>("heard", Types.LONG));
    wakeAt = getRuntimeContext().getState(new ValueStateDescriptor<>("wake", Types.LONG));
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<Parcel> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    startedAt(now);
    SourceState state = LiveCodec.source(parcel.payload());
    measured(state);
    take(QuietRule.on(watch(), state, quietAfter.get(parcel.key())), out);
    said.update(parcel.payload());
    heard.update(now);
    if (wakeAt.value() == null) {
      wake(context, now + silentMillis);
    }
  }

  @Override
  public void onTimer(long at, OnTimerContext context, Collector<Parcel> out) throws Exception {
    if (!sources.contains(context.getCurrentKey())) {
      // taken out of the configuration; what is on record of it stays there
      watched.clear();
      said.clear();
      heard.clear();
      wakeAt.clear();
      return;
    }
    long now = context.timerService().currentProcessingTime();
    long silentSince = Math.max(heard.value(), startedAt(now));
    Watch before = watch();
    if (now - silentSince >= silentMillis && before != null) {
      take(QuietRule.unheard(before, LiveCodec.source(said.value()), heard.value()), out);
      wake(context, now + silentMillis);
    } else {
      wake(context, silentSince + silentMillis);
    }
  }

  /** When this task first looked: a timer that was due while nothing ran says nothing. */
  private long startedAt(long now) {
    if (startedAt == null) {
      startedAt = now;
    }
    return startedAt;
  }

  /** A source is measured from its first word on, by the task that has its key. */
  private void measured(SourceState state) {
    if (measured.put(state.id(), state) != null) {
      return;
    }
    gauge(Metric.SOURCE_NEWEST_ARRIVAL, state.id(), SourceState::newestArrivalAt, at -> at);
    gauge(Metric.SOURCE_LAST_READ, state.id(), SourceState::lastReadAt, at -> at);
    gauge(
        Metric.SOURCE_COMPLETE_TO_LAG,
        state.id(),
        SourceState::completeTo,
        at -> System.currentTimeMillis() - at);
  }

  private void gauge(
      Metric metric,
      String id,
      Function<SourceState, @Nullable Long> time,
      LongUnaryOperator shown) {
    Map<String, SourceState> states = measured;
    OperatorMetrics.gauge(
        getRuntimeContext().getMetricGroup(),
        metric,
        () -> {
          SourceState now = states.get(id);
          Long at = now == null ? null : time.apply(now);
          return at == null ? Double.NaN : shown.applyAsLong(at) / 1000.0;
        },
        id);
  }

  private void wake(Context context, long at) throws Exception {
    wakeAt.update(at);
    context.timerService().registerProcessingTimeTimer(at);
  }

  private @Nullable Watch watch() throws Exception {
    byte[] bytes = watched.value();
    return bytes == null ? null : Watch.decode(bytes);
  }

  private void take(Step step, Collector<Parcel> out) throws Exception {
    watched.update(step.next().encode());
    send(true, true, step.begun(), out);
    send(false, true, step.begun(), out);
    send(false, false, step.ended(), out);
  }

  private static void send(
      boolean settled, boolean added, List<Ground> grounds, Collector<Parcel> out) {
    for (Ground ground : grounds) {
      out.collect(GroundBatch.of(settled, added, ground).parcel());
    }
  }
}
