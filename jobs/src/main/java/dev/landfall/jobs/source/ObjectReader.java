package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteWriter;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.jobs.edge.Parcel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects in slices, in the task's own thread: no queue and no hand-over between reading and
 * what follows.
 *
 * <p>Threads: the task's. A checkpoint falls between two slices; its state is each object held and
 * how many of its records have been passed on.
 */
final class ObjectReader implements SourceReader<Parcel, ObjectSplit> {
  /** Records of one slice: long enough to be cheap, short enough for a checkpoint to get in. */
  private static final int SLICE = 500;

  private final SourceReaderContext context;
  private final String sourceId;
  private final ParseOptions options;
  private final Deque<ObjectSplit> queue = new ArrayDeque<>();
  private @Nullable ReadingObject reading;
  private boolean noMore;
  private boolean requested;
  private boolean turnIdle;
  private @Nullable Long completeTo;
  private byte @Nullable [] standing;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  ObjectReader(SourceReaderContext context, String sourceId, ParseOptions options) {
    this.context = context;
    this.sourceId = sourceId;
    this.options = options;
  }

  @Override
  public void start() {
    Set<Long> held = queue.stream().map(ObjectSplit::ordinal).collect(Collectors.toSet());
    context.sendSourceEventToCoordinator(new SourceSignals.Holding(held));
    requestMore();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Parcel> output) throws Exception {
    passSignals(output);
    ReadingObject open = reading;
    if (open == null) {
      ObjectSplit next = queue.poll();
      if (next == null) {
        return nothing();
      }
      open = ReadingObject.open(next, options);
      reading = open;
      requestMore();
    }
    if (open.slice(SLICE, output)) {
      reading = null;
      finish(open);
    }
    return InputStatus.MORE_AVAILABLE;
  }

  /** Marks were asked for by what this reader has passed on, so they may go out at once. */
  private void passSignals(ReaderOutput<Parcel> output) {
    if (turnIdle) {
      turnIdle = false;
      output.markIdle();
    }
    if (completeTo != null) {
      output.emitWatermark(new Watermark(completeTo));
      completeTo = null;
    }
    if (standing != null) {
      output.collect(new Parcel(Parcel.SOURCE, sourceId, 0, standing));
      standing = null;
    }
  }

  private void finish(ReadingObject done) throws IOException {
    done.close();
    byte[] unread = null;
    if (done.failed()) {
      ByteWriter out = new ByteWriter();
      ObjectSplitSerializer.write(out, done.split());
      unread = out.toByteArray();
    }
    context.sendSourceEventToCoordinator(
        new SourceSignals.SplitDone(done.split().ordinal(), done.split().path(), unread));
    requestMore();
  }

  private InputStatus nothing() {
    if (noMore) {
      return InputStatus.END_OF_INPUT;
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  private void requestMore() {
    if (!requested && !noMore && queue.size() <= 1) {
      requested = true;
      context.sendSplitRequest();
    }
  }

  @Override
  public List<ObjectSplit> snapshotState(long checkpointId) {
    List<ObjectSplit> held = new ArrayList<>();
    if (reading != null) {
      held.add(reading.split());
    }
    held.addAll(queue);
    return held;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<ObjectSplit> splits) {
    queue.addAll(splits);
    requested = false;
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMore = true;
    available.complete(null);
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof SourceSignals.CompleteTo mark) {
      completeTo = mark.epochMillis();
    } else if (event instanceof SourceSignals.Idle) {
      turnIdle = true;
    } else if (event instanceof SourceSignals.Standing news) {
      standing = news.coded();
    }
    available.complete(null);
  }

  @Override
  public void close() throws IOException {
    if (reading != null) {
      reading.close();
      reading = null;
    }
  }
}
