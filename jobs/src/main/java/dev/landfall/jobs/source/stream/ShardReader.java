package dev.landfall.jobs.source.stream;

import dev.landfall.ingest.kinesis.ShardBatch;
import dev.landfall.ingest.kinesis.ShardPump;
import dev.landfall.ingest.kinesis.StreamFault;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.source.stream.StreamSignals.Mark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a pump reads of its shards, parsed, in the task's own thread.
 *
 * <p>Threads: the task's; the pump's threads only say that there is news. A checkpoint falls
 * between two records; its state is each shard held and the last record of it that was passed on.
 */
final class ShardReader implements SourceReader<Parcel, ShardSplit> {
  /** Witnesses and rows of one slice: short enough for a checkpoint to get in. */
  private static final int SLICE = 500;

  private static final long TELL_MILLIS = 250;

  /** How a reader reads: shards by a pump, and a word for people on how. */
  interface Reading {
    ShardPump pump(Runnable news);

    @Nullable String note();

    void close();
  }

  private final SourceReaderContext context;
  private final StreamOptions options;
  private final ParseOptions parse;
  private final Reading reading;
  private final ShardPump pump;
  private final Map<String, ShardSplit> held = new TreeMap<>();
  private final Deque<byte[]> rows = new ArrayDeque<>();
  private HashMap<String, Mark> marks = new HashMap<>();
  private @Nullable ReadingBatch open;
  private @Nullable Long newestArrivalAt;
  private @Nullable Long completeTo;
  private byte @Nullable [] standing;
  private long payloads;
  private long toldAt;
  private boolean noMore;
  private boolean turnIdle;
  private boolean isIdle;
  private volatile CompletableFuture<Void> available = new CompletableFuture<>();

  ShardReader(SourceReaderContext context, StreamOptions options, Supplier<Reading> reading) {
    this.context = context;
    this.options = options;
    this.parse = options.limits().options();
    this.reading = reading.get();
    this.pump = this.reading.pump(() -> available.complete(null));
  }

  @Override
  public void start() {
    HashMap<String, Long> readTo = new HashMap<>();
    held.values().forEach(split -> readTo.put(split.shardId(), split.readTo()));
    context.sendSourceEventToCoordinator(new StreamSignals.Holding(readTo));
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Parcel> output) {
    passSignals(output);
    ReadingBatch batch = open;
    if (batch == null) {
      return take();
    }
    boolean done = batch.slice(SLICE, parse, output);
    ShardSplit split = held.get(batch.shardId());
    if (split != null && batch.reached() != null) {
      held.put(batch.shardId(), split.at(batch.reached()));
    }
    if (done) {
      open = null;
      finish(batch);
    }
    return InputStatus.MORE_AVAILABLE;
  }

  /** Marks were asked for by what this reader has passed on, so they may go out at once. */
  private void passSignals(ReaderOutput<Parcel> output) {
    for (byte[] row = rows.poll(); row != null; row = rows.poll()) {
      output.collect(Parcel.ofObjectRow(row));
    }
    if (turnIdle) {
      turnIdle = false;
      isIdle = true;
      output.markIdle();
    }
    if (completeTo != null) {
      if (isIdle) {
        isIdle = false;
        output.markActive();
      }
      output.emitWatermark(new Watermark(completeTo));
      completeTo = null;
    }
    if (standing != null) {
      output.collect(new Parcel(Parcel.SOURCE, options.id(), 0, standing));
      standing = null;
    }
  }

  private InputStatus take() {
    if (noMore && held.isEmpty()) {
      return InputStatus.END_OF_INPUT;
    }
    // renewed before the look: what is handed over after it completes the new one
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    ShardPump.Fetched fetched = pump.take();
    if (fetched == null) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    if (held.containsKey(fetched.shardId())) {
      take(fetched);
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private void take(ShardPump.Fetched fetched) {
    StreamFault fault = fetched.fault();
    if (fault != null) {
      context.sendSourceEventToCoordinator(
          new StreamSignals.ShardFails(
              fetched.shardId(),
              fault.reason(),
              fault.isDefinite(),
              fault.kind() == StreamFault.Kind.GONE));
    } else if (fetched.batch() != null) {
      open = new ReadingBatch(fetched.shardId(), options, fetched.batch());
    }
  }

  private void finish(ReadingBatch read) {
    String shardId = read.shardId();
    ShardBatch batch = read.batch();
    payloads += batch.records().size();
    Long arrived = read.newestArrivalAt();
    if (arrived != null) {
      newestArrivalAt = Math.max(arrived, newestArrivalAt == null ? arrived : newestArrivalAt);
    }
    marks.put(shardId, new Mark(batch.completeAt(), batch.readAt()));
    held.computeIfPresent(shardId, (same, split) -> split.readTo(batch.completeAt()));
    boolean replayed =
        options.bounded() && (batch.atTip() || batch.completeAt() >= options.madeAt());
    if (batch.ended() || replayed) {
      // first that it ended: its own mark says nothing of the children that go on where it ends
      leave(shardId);
      context.sendSourceEventToCoordinator(new StreamSignals.ShardEnded(shardId));
      tell();
    } else if (options.clock().millis() - toldAt >= TELL_MILLIS) {
      tell();
    }
  }

  private void tell() {
    toldAt = options.clock().millis();
    context.sendSourceEventToCoordinator(
        new StreamSignals.Progress(marks, newestArrivalAt, payloads, reading.note()));
    marks = new HashMap<>();
    payloads = 0;
  }

  private void leave(String shardId) {
    held.remove(shardId);
    pump.remove(shardId);
    if (open != null && open.shardId().equals(shardId)) {
      open = null;
    }
  }

  @Override
  public List<ShardSplit> snapshotState(long checkpointId) {
    return new ArrayList<>(held.values());
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<ShardSplit> splits) {
    for (ShardSplit split : splits) {
      held.put(split.shardId(), split);
      pump.add(split.shardId(), split.position());
    }
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMore = true;
    available.complete(null);
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof StreamSignals.CompleteTo mark) {
      completeTo = mark.epochMillis();
    } else if (event instanceof StreamSignals.Idle) {
      turnIdle = true;
      completeTo = null; // said before; passed on after this it would make the source active again
    } else if (event instanceof StreamSignals.Standing news) {
      standing = news.coded();
    } else if (event instanceof StreamSignals.Say say) {
      rows.add(say.row());
    } else if (event instanceof StreamSignals.Leave left) {
      leave(left.shardId());
    }
    available.complete(null);
  }

  @Override
  public void close() {
    pump.close();
    reading.close();
  }
}
