package dev.landfall.jobs.live;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.ParcelSerializer;
import dev.landfall.jobs.lake.LakeConnections;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the live page and writes it twice a second. Parallelism 1; nothing out.
 *
 * <p>The sums are in state, so a restart goes on where it was; so is when that checkpoint was made,
 * so that a job that fails again and again does not look as if it published. One that fails before
 * its first checkpoint goes by when it was put together, which no restart changes. Errors: a page
 * that cannot be written is logged once and tried again; the web shows that it is stale.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class LiveView extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<Parcel, Long> {
  private static final long serialVersionUID = 1;

  /** Lakes whose page cannot be written now: said once, also when the job is restarted over it. */
  private static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

  private final LakePlace lake;
  private final HashSet<String> sources;
  private final long settleMillis;
  private final Clock clock;
  private final long startedAt;
  private transient LivePage page;
  private transient SnapshotFile file;
  private transient ListState<Parcel> saved;
  private transient ListState<Long> savedAt;
  private transient @Nullable Long mark;
  private transient @Nullable Long checkpointedAt;
  private transient @Nullable ScheduledFuture<?> timer;

  /**
   * @param sources ids of what is read; the page forgets any other
   */
  public LiveView(LakePlace lake, Set<String> sources, long settleMillis, Clock clock) {
    this.lake = lake;
    this.sources = new HashSet<>(sources); // a set that travels
    this.settleMillis = settleMillis;
    this.clock = clock;
    this.startedAt = clock.millis();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    page = new LivePage(sources);
    saved =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("page", ParcelSerializer.INSTANCE));
    for (Parcel parcel : saved.get()) {
      page.take(parcel);
    }
    savedAt =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("checkpointed", Types.LONG));
    for (Long at : savedAt.get()) {
      checkpointedAt = at;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    if (checkpointedAt == null) {
      checkpointedAt = startedAt;
    }
    LakeConnections.endWith(getRuntimeContext());
    file = SnapshotFile.of(lake);
    write();
  }

  @Override
  public void processElement(StreamRecord<Parcel> element) {
    page.take(element.getValue());
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    super.processWatermark(watermark);
    mark = watermark.getTimestamp();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.update(page.parcels());
    savedAt.update(List.of(clock.millis()));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    checkpointedAt = clock.millis();
  }

  private void write() {
    try {
      Long asOf = mark == null ? null : (Long) (mark - settleMillis);
      long now = clock.millis();
      file.write(page.snapshot(now, asOf, checkpointedAt == null ? now : checkpointedAt));
      FAILING.remove(lake.text());
    } catch (IOException e) {
      if (FAILING.add(lake.text())) {
        LOG.warn("the live page cannot be written below {}; trying again", lake.text(), e);
      }
    }
    long next = getProcessingTimeService().getCurrentProcessingTime() + file.everyMillis();
    timer = getProcessingTimeService().registerTimer(next, at -> write());
  }

  @Override
  public void close() throws Exception {
    if (timer != null) {
      timer.cancel(false);
    }
    if (file != null) {
      file.close();
    }
    super.close();
  }
}
