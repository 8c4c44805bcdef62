package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Manifest;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lists of sealed files in; versions of the lake on disk; nothing out. Parallelism 1.
 *
 * <p>{@link #live}: what arrived before a checkpoint is published once that checkpoint is complete,
 * one manifest for all tables. A restore returns the lake to exactly the restored checkpoint, so
 * files sealed after it vanish and those it held are published if they were not. Must run with
 * checkpoints on.
 *
 * <p>{@link #replay}: nothing is published until all input has ended; then one manifest replaces
 * all that comes from the sources. A killed replay leaves files that nobody names.
 *
 * <p>Errors: a lake that another job took over fails the job for good, without a restart.
 *
 * <p>{@code as_of}: live, the watermark at the checkpoint less the settle time; when all input has
 * ended, and in a replay, the minute after the last call. Never the clock.
 */
public final class PublishOperator extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<byte[], Long>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final long MINUTE = 60_000;

  private enum Mode {
    LIVE,
    REPLAY
  }

  private final Mode mode;
  private final LakePlace lake;
  private final boolean owns;
  private final long settleMillis;
  private final Clock clock;
  private final @Nullable Duration keep;

  private transient @Nullable Publisher publisher;
  private transient @Nullable LakeLock owned;
  private transient @Nullable ListState<byte[]> saved;
  private transient @Nullable PublishState restored;
  private transient Map<String, DataFileAdded> arrived;
  private transient TreeMap<Long, Pending> pending;
  private transient @Nullable Long maxCalledAt;
  private transient @Nullable Long asOf;

  private record Pending(List<DataFileAdded> files, @Nullable Long asOf) {}

  @SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
  private PublishOperator(
      Mode mode,
      LakePlace lake,
      boolean owns,
      Duration settle,
      Clock clock,
      @Nullable Duration keep) {
    this.mode = mode;
    this.lake = lake;
    this.owns = owns;
    this.settleMillis = settle.toMillis();
    this.clock = clock;
    this.keep = keep;
  }

  /** {@code settle}: how far behind the watermark everything is settled. */
  public static PublishOperator live(LakePlace lake, Duration settle, Clock clock) {
    return new PublishOperator(Mode.LIVE, lake, false, settle, clock, null);
  }

  /** The same on a cluster, where no process beside the job owns the lake: the operator does. */
  public static PublishOperator owning(LakePlace lake, Duration settle, Clock clock) {
    return new PublishOperator(Mode.LIVE, lake, true, settle, clock, null);
  }

  /** {@code keep}: days that ended so long before its settled time are left out; null: none. */
  public static PublishOperator replay(LakePlace lake, Clock clock, @Nullable Duration keep) {
    return new PublishOperator(Mode.REPLAY, lake, false, Duration.ZERO, clock, keep);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    saved =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("lake", BytePrimitiveArraySerializer.INSTANCE));
    restored = null;
    for (byte[] state : saved.get()) {
      restored = PublishState.decode(state);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    arrived = new LinkedHashMap<>();
    pending = new TreeMap<>();
    LakeConnections.endWith(getRuntimeContext());
    if (owns) {
      String job = getRuntimeContext().getJobInfo().getJobId().toHexString();
      owned = LakeLock.ownForJob(lake, "job " + job, job);
    }
    Publisher opened = new Publisher(new LakeStore(lake), clock);
    publisher = opened;
    PublishState from = restored;
    if (from != null) {
      maxCalledAt = from.maxCalledAt();
      asOf = from.asOf();
    }
    if (mode == Mode.REPLAY) {
      opened.watch();
      if (from != null) {
        from.files().forEach(this::arrive);
      }
      return;
    }
    Manifest first = from == null ? opened.begin("up") : opened.returnTo(from, "up");
    LOG.info(
        "lake {} starts epoch {} at version {}, {}",
        lake.text(),
        first.epoch(),
        first.version(),
        from == null ? "as it was" : "returned to checkpoint " + from.checkpoint());
  }

  @Override
  public void processElement(StreamRecord<byte[]> element) {
    SealedFiles sealed = SealedFiles.decode(element.getValue());
    sealed.files().forEach(this::arrive);
    maxCalledAt = Publisher.later(maxCalledAt, sealed.maxCalledAt());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    if (mode == Mode.LIVE && mark.getTimestamp() != Long.MIN_VALUE) {
      boolean ended = mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp();
      Long settled = ended ? afterLastCall() : (Long) (mark.getTimestamp() - settleMillis);
      asOf = Publisher.later(asOf, settled);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    orFailForGood(() -> save(context));
  }

  private void save(StateSnapshotContext context) throws Exception {
    long checkpoint = context.getCheckpointId();
    PublishState state;
    if (mode == Mode.REPLAY) {
      state = new PublishState(0, 0, checkpoint, null, maxCalledAt, List.copyOf(arrived.values()));
    } else {
      pending.put(checkpoint, new Pending(List.copyOf(arrived.values()), asOf));
      arrived.clear();
      state = lakeAsOf(checkpoint);
    }
    held(saved).update(List.of(state.encode()));
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    if (mode == Mode.LIVE) {
      orFailForGood(() -> publish(checkpoint));
    }
  }

  private void publish(long checkpoint) throws Exception {
    Map<Long, Pending> due = pending.headMap(checkpoint, true);
    if (due.isEmpty()) {
      return;
    }
    List<DataFileAdded> files = new ArrayList<>();
    Long settled = null;
    for (Pending each : due.values()) {
      files.addAll(each.files());
      settled = Publisher.later(settled, each.asOf());
    }
    if (!files.isEmpty() || movedAMinute(held(publisher).current().asOf(), settled)) {
      held(publisher).publish(files, settled, checkpoint, "up");
    }
    due.clear(); // only now: if publishing failed, the restored checkpoint holds these files
  }

  @Override
  public void endInput() throws Exception {
    if (mode == Mode.REPLAY) {
      orFailForGood(this::rebuild);
    }
  }

  private void rebuild() throws IOException {
    Manifest generation =
        held(publisher).rebuild(List.copyOf(arrived.values()), afterLastCall(), keep);
    LOG.info("lake {} has generation {}", lake.text(), generation.generation());
  }

  private interface Step {
    void run() throws Exception;
  }

  /** A restart would return the lake of its new owner to this job's last checkpoint. */
  private static void orFailForGood(Step step) throws Exception {
    try {
      step.run();
    } catch (LakeTakenOver e) {
      throw new SuppressRestartsException(e);
    }
  }

  @Override
  public void close() throws Exception {
    if (owned != null) {
      // Not given back: between two attempts of this job the lake is nobody else's.
      owned.leave();
      owned = null;
    }
    super.close();
  }

  private PublishState lakeAsOf(long checkpoint) throws Exception {
    Manifest base = held(publisher).current();
    NextManifest next = new NextManifest(base, "up");
    pending.values().forEach(each -> next.add(each.files()));
    Manifest whole = next.build(clock.instant(), Publisher.KEEP_REPLACED);
    return new PublishState(
        base.epoch(),
        base.generation(),
        checkpoint,
        Publisher.later(base.asOf(), asOf),
        maxCalledAt,
        PublishState.filesOf(whole));
  }

  private void arrive(DataFileAdded added) {
    arrived.putIfAbsent(added.file().path(), added);
  }

  /** The first full minute after the last call, so that a half-open window up to it holds it. */
  private @Nullable Long afterLastCall() {
    return maxCalledAt == null ? null : (Math.floorDiv(maxCalledAt, MINUTE) + 1) * MINUTE;
  }

  private static boolean movedAMinute(@Nullable Long before, @Nullable Long now) {
    return now != null && (before == null || now - before >= MINUTE);
  }

  private static <T> T held(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the publisher is used before it is opened");
    }
    return part;
  }
}
