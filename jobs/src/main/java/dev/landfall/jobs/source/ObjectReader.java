package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteWriter;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * <p>Threads: the task's; where opening takes time that is done ahead by others. A checkpoint falls
 * between two slices; its state is each object held, how many of its records have been passed on,
 * and what came of a try that went wrong or had gone wrong before, until the enumerator has taken
 * that down.
 */
final class ObjectReader implements SourceReader<Parcel, ObjectSplit> {
  /** Records of one slice: long enough to be cheap, short enough for a checkpoint to get in. */
  private static final int SLICE = 500;

  private final SourceReaderContext context;
  private final String sourceId;
  private final OpenAhead opening;
  private final WitnessOutlet outlet;
  private final Deque<ObjectSplit> queue = new ArrayDeque<>();
  private final SortedMap<Long, ObjectSplit> outcomes = new TreeMap<>();
  private @Nullable CompletableFuture<ReadingObject> awaited;
  private boolean started;
  private @Nullable ReadingObject reading;
  private boolean noMore;
  private boolean requested;
  private boolean turnIdle;
  private @Nullable Long completeTo;
  private byte @Nullable [] standing;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  /** One that passes each witness on as it comes. */
  ObjectReader(SourceReaderContext context, String sourceId, OpenAhead opening) {
    this(context, sourceId, opening, WitnessOutlet.of(0));
  }

  ObjectReader(
      SourceReaderContext context, String sourceId, OpenAhead opening, WitnessOutlet outlet) {
    this.context = context;
    this.sourceId = sourceId;
    this.opening = opening;
    this.outlet = outlet;
  }

  @Override
  public void start() {
    started = true;
    Set<Long> held = queue.stream().map(ObjectSplit::ordinal).collect(Collectors.toSet());
    held.addAll(outcomes.keySet());
    Set<String> paths = queue.stream().map(ObjectSplit::path).collect(Collectors.toSet());
    outcomes.values().forEach(split -> paths.add(split.path()));
    context.sendSourceEventToCoordinator(new SourceSignals.Holding(held, paths));
    outcomes.values().forEach(this::tell);
    requestMore();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Parcel> output) throws Exception {
    passSignals(output);
    ReadingObject open = reading;
    if (open == null) {
      ObjectSplit next = queue.peek();
      if (next == null) {
        return nothing(output);
      }
      awaited = opening.open(next, queue);
      if (!awaited.isDone()) {
        return notYet();
      }
      queue.remove();
      open = opening.take(next);
      reading = open;
      awaited = null;
      requestMore();
    }
    if (open.slice(SLICE, output, outlet)) {
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
    ObjectSplit split = done.split();
    if (done.failed()) {
      keep(split.told(Errand.UNREAD));
    } else if (split.errand() == Errand.RETRY) {
      keep(split.told(Errand.READ_AT_LAST));
    } else if (!outlet.packs()) { // a replay makes no mark before its end
      context.sendSourceEventToCoordinator(
          new SourceSignals.SplitDone(split.ordinal(), split.path(), null, false));
    }
    requestMore();
  }

  private void keep(ObjectSplit outcome) {
    outcomes.put(outcome.ordinal(), outcome);
    if (started) {
      tell(outcome);
    }
  }

  private void tell(ObjectSplit outcome) {
    byte[] unread = null;
    if (outcome.errand() == Errand.UNREAD) {
      ByteWriter out = new ByteWriter();
      ObjectSplitSerializer.write(out, outcome);
      unread = out.toByteArray();
    }
    context.sendSourceEventToCoordinator(
        new SourceSignals.SplitDone(outcome.ordinal(), outcome.path(), unread, true));
  }

  private InputStatus nothing(ReaderOutput<Parcel> output) {
    if (noMore) {
      outlet.end(output);
      return InputStatus.END_OF_INPUT;
    }
    return notYet();
  }

  private InputStatus notYet() {
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  private void requestMore() {
    if (!requested && !noMore && queue.size() <= Math.max(1, opening.most())) {
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
    held.addAll(outcomes.values());
    return held;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    CompletableFuture<ReadingObject> opened = awaited;
    return opened == null
        ? available
        : CompletableFuture.anyOf(available, opened).thenAccept(either -> {});
  }

  @Override
  public void addSplits(List<ObjectSplit> splits) {
    for (ObjectSplit split : splits) {
      if (split.isOutcome()) {
        keep(split);
      } else {
        queue.add(split);
      }
    }
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
      completeTo = null; // said before; passed on after this it would make the source active again
    } else if (event instanceof SourceSignals.Standing news) {
      standing = news.coded();
    } else if (event instanceof SourceSignals.Noted noted) {
      outcomes.remove(noted.ordinal());
    }
    available.complete(null);
  }

  @Override
  public void close() throws IOException {
    if (reading != null) {
      reading.close();
      reading = null;
    }
    opening.close();
  }
}
