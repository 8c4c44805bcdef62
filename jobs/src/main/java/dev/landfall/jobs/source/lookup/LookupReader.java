package dev.landfall.jobs.source.lookup;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.ingest.lookup.EventLane;
import dev.landfall.ingest.lookup.HistoryReader;
import dev.landfall.ingest.lookup.LookupStep;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Passes on windows of the history, each whole, so that a checkpoint lies between two of them.
 *
 * <p>Threads: the task's; only {@link #signal} is called by the fetcher's.
 */
final class LookupReader implements SourceReader<Parcel, LookupSplit> {
  private final SourceReaderContext context;
  private final LookupOptions options;
  private @Nullable LookupSplit split;
  private @Nullable HistoryReader history;
  private @Nullable LookupFetcher fetcher;
  private @Nullable String problem;
  private @Nullable Long lastReadAt;
  private @Nullable Long completeTo;
  private boolean idle;
  private boolean ended;
  private boolean noMore;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  LookupReader(SourceReaderContext context, LookupOptions options) {
    this.context = context;
    this.options = options;
  }

  @Override
  public void start() {
    if (split == null) {
      context.sendSplitRequest();
    }
  }

  @Override
  public void addSplits(List<LookupSplit> splits) {
    LookupSplit given = splits.get(0);
    split = given;
    history =
        new HistoryReader(
            options.place(),
            options.history().access(),
            options.history().overlapMillis(),
            options.limits().options(),
            given.state());
    fetcher = new LookupFetcher(options, given.state().cursors(), this::signal);
    fetcher.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Parcel> output) {
    if (ended) {
      return InputStatus.END_OF_INPUT;
    }
    LookupFetcher looking = fetcher;
    if (looking == null) {
      return withoutSplit(output);
    }
    LookupStep step = looking.poll();
    if (step == null) {
      return awaitStep(looking);
    }
    take(step, output);
    return ended ? InputStatus.END_OF_INPUT : InputStatus.MORE_AVAILABLE;
  }

  private InputStatus withoutSplit(ReaderOutput<Parcel> output) {
    if (noMore && options.bounded()) {
      ended = true;
      return InputStatus.END_OF_INPUT;
    }
    if (noMore && !idle) {
      idle = true;
      output.markIdle();
    }
    return awaitStep(null);
  }

  private synchronized InputStatus awaitStep(@Nullable LookupFetcher looking) {
    if (looking != null && !looking.isEmpty()) {
      return InputStatus.MORE_AVAILABLE;
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  private void take(LookupStep step, ReaderOutput<Parcel> output) {
    HistoryReader reader = history();
    PassOn passOn = new PassOn(output);
    if (step instanceof LookupStep.Looked looked) {
      reader.take(looked, passOn, passOn::row);
      lastReadAt = looked.lookedAt();
      problem = null;
      mark(looked, output);
    } else if (step instanceof LookupStep.Lost lost) {
      reader.take(lost, passOn::row);
    } else if (step instanceof LookupStep.Failing failing) {
      reader.take(failing, passOn::row);
      problem = failing.reason() + ": " + failing.lane().eventSource();
      silent(failing, output);
    } else {
      ended = true;
    }
    output.collect(new Parcel(Parcel.SOURCE, options.id(), 0, standing()));
  }

  /** Only Bedrock's own lane holds calls, so it alone says up to when they are complete. */
  private void mark(LookupStep.Looked looked, ReaderOutput<Parcel> output) {
    if (options.bounded() || looked.lane() != EventLane.BEDROCK) {
      return;
    }
    idle = false;
    long next = looked.after().frontier() - options.history().overlapMillis();
    if (completeTo == null || next > completeTo) {
      completeTo = next;
      output.emitWatermark(new Watermark(next));
    }
  }

  private void silent(LookupStep.Failing failing, ReaderOutput<Parcel> output) {
    boolean silent = failing.at() - failing.since() >= options.silentMillis();
    if (failing.lane() == EventLane.BEDROCK && silent && !idle) {
      idle = true;
      output.markIdle();
    }
  }

  private byte[] standing() {
    LookupSplit held = split;
    return LiveCodec.encode(
        new LiveSnapshot.SourceState(
            options.id(),
            HistoryReader.KIND,
            options.place(),
            lastReadAt,
            completeTo,
            held == null ? 0 : held.state().looks(),
            problem,
            held == null ? null : held.state().newestArrivalAt()));
  }

  private HistoryReader history() {
    if (history == null) {
      throw new IllegalStateException("a step came before the split");
    }
    return history;
  }

  private synchronized void signal() {
    available.complete(null);
  }

  @Override
  public synchronized CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public List<LookupSplit> snapshotState(long checkpointId) {
    return split == null || ended ? List.of() : List.of(split);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMore = true;
    signal();
  }

  @Override
  public void close() {
    if (fetcher != null) {
      fetcher.close();
    }
  }
}
