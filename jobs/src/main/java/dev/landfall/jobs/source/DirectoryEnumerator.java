package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a folder, gives out what is new, and says up to when the folder has been read.
 *
 * <p>Threads: the coordinator's, except for the listing itself, which touches nothing but its
 * lister. After a restore no mark is made until every reader has said what it holds.
 */
final class DirectoryEnumerator implements SplitEnumerator<ObjectSplit, EnumeratorState> {
  /** Given out at once, so that small objects do not wait for a round trip each. */
  private static final int SPLITS_AT_ONCE = 8;

  private static final long BYTES_AT_ONCE = 4L << 20;

  private final SplitEnumeratorContext<ObjectSplit> context;
  private final DirectoryOptions options;
  private final FolderLister lister;
  private final KnownFiles known;
  private final Progress progress = new Progress();
  private final Failures failures;
  private final TreeSet<ObjectSplit> pending;
  private final Set<Integer> waiting = new LinkedHashSet<>();
  private final Set<Integer> heard = new HashSet<>();
  private long nextOrdinal;
  private long objectsRead;
  private @Nullable Long lastListedAt;
  private @Nullable Long completeTo;
  private @Nullable Long newestArrivalAt;
  private boolean listedOnce;
  private boolean idle;

  DirectoryEnumerator(
      SplitEnumeratorContext<ObjectSplit> context,
      DirectoryOptions options,
      EnumeratorState state) {
    this.context = context;
    this.options = options;
    this.lister = new FolderLister(Path.of(options.folder()), options.clock());
    this.known = state.known();
    this.failures = new Failures(state.failing(), state.retries());
    this.nextOrdinal = state.nextOrdinal();
    this.objectsRead = state.objectsRead();
    this.newestArrivalAt = state.newestArrivalAt();
    this.pending = new TreeSet<>(options.bounded() ? Order.LARGEST_FIRST : Order.OLDEST_FIRST);
    pending.addAll(state.pending());
    pending.forEach(split -> progress.opened(split.ordinal()));
  }

  @Override
  public void start() {
    if (options.bounded()) {
      context.callAsync(lister::list, this::take);
    } else {
      context.callAsync(lister::list, this::take, 0, options.pollMillis());
    }
  }

  private void take(@Nullable Listing listing, @Nullable Throwable fault) {
    if (fault != null || listing == null) {
      throw new FlinkRuntimeException("looking through " + options.folder() + " failed", fault);
    }
    listedOnce = true;
    for (FoundFile file : listing.files()) {
      if (known.add(file)) {
        // the inode's time: a file moved in keeps its own, and arrives all the same
        newestArrivalAt =
            newestArrivalAt == null
                ? file.changedAt()
                : Math.max(newestArrivalAt, file.changedAt());
        open(found(file, listing.begunAt()));
      }
    }
    failures.folders(listing).forEach(said -> open(said.split(nextOrdinal++, listing.begunAt())));
    failures.due(listing.begunAt()).forEach(split -> open(split.again(nextOrdinal++)));
    if (listing.problems().isEmpty()) {
      lastListedAt = listing.begunAt();
      known.forget(listing.begunAt() - options.rememberMillis());
    }
    if (!options.bounded()) {
      mark(listing);
    }
    serve();
  }

  private ObjectSplit found(FoundFile file, long seenAt) {
    String uri = Path.of(file.path()).toUri().toString();
    ObjectRef ref = new ObjectRef(uri, PlaceKind.OBJECT, file.size(), file.modifiedAt(), seenAt);
    return new ObjectSplit(nextOrdinal++, ref, file.path(), Errand.READ, 0, null);
  }

  private void open(ObjectSplit split) {
    pending.add(split);
    progress.opened(split.ordinal());
  }

  private void mark(Listing listing) {
    long silentSince = listing.begunAt() - options.silentMillis();
    if (failures.rootFailsSince(options.folder(), silentSince)) {
      if (!idle) {
        idle = true;
        tellAll(new SourceSignals.Idle());
      }
    } else {
      idle = false;
      progress.listed(listing.begunAt(), nextOrdinal - 1);
    }
    advance();
    tellStanding();
  }

  private void advance() {
    if (!allReadersHeard()) {
      return;
    }
    OptionalLong mark = progress.advance();
    if (mark.isPresent()) {
      // What fails holds the mark where it began to fail, but for no longer than silence is borne:
      // a steady trickle of failures makes the mark trail, never stand still.
      long silentSince = options.clock().millis() - options.silentMillis();
      long reached = Math.min(mark.getAsLong(), failures.heldAt(silentSince));
      long next = reached - options.allowedDelayMillis();
      if (completeTo == null || next >= completeTo) {
        completeTo = next;
        tellAll(new SourceSignals.CompleteTo(next));
      }
    }
  }

  private boolean allReadersHeard() {
    return heard.size() == context.currentParallelism()
        && context.registeredReaders().keySet().containsAll(heard);
  }

  private void tellAll(SourceEvent event) {
    for (int reader : context.registeredReaders().keySet()) {
      context.sendEventToSourceReader(reader, event);
    }
  }

  private void tellStanding() {
    Set<Integer> readers = new TreeSet<>(context.registeredReaders().keySet());
    if (!readers.isEmpty()) {
      byte[] coded =
          Standing.encode(
              options, lastListedAt, completeTo, objectsRead, failures.problem(), newestArrivalAt);
      context.sendEventToSourceReader(readers.iterator().next(), new SourceSignals.Standing(coded));
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    waiting.add(subtask);
    serve();
  }

  private void serve() {
    List<Integer> readers = new ArrayList<>(waiting);
    for (int reader : readers) {
      if (!context.registeredReaders().containsKey(reader)) {
        waiting.remove(reader);
      } else if (!pending.isEmpty()) {
        waiting.remove(reader);
        give(reader);
      } else if (options.bounded() && listedOnce) {
        waiting.remove(reader);
        context.signalNoMoreSplits(reader);
      }
    }
  }

  private void give(int reader) {
    long bytes = 0;
    for (int n = 0; n < SPLITS_AT_ONCE && bytes < BYTES_AT_ONCE && !pending.isEmpty(); n++) {
      ObjectSplit split = pending.first();
      pending.remove(split);
      bytes += split.ref().sizeBytes();
      context.assignSplit(split, reader);
    }
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof SourceSignals.Holding holding) {
      progress.openedAll(holding.ordinals());
      heard.add(subtask);
    } else if (event instanceof SourceSignals.SplitDone done) {
      progress.done(done.ordinal());
      objectsRead++;
      if (done.unread() != null && !options.bounded()) {
        ObjectSplit split = ObjectSplitSerializer.read(new ByteReader(done.unread()));
        failures.file(split, options.clock().millis());
      } else {
        failures.read(done.path());
      }
      advance();
    }
  }

  @Override
  public void addSplitsBack(List<ObjectSplit> splits, int subtask) {
    splits.forEach(this::open);
    serve();
  }

  @Override
  public void addReader(int subtask) {
    heard.remove(subtask);
    waiting.remove(subtask);
    idle = false; // the next listing tells the new reader too
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    return new EnumeratorState(
        known,
        nextOrdinal,
        objectsRead,
        new ArrayList<>(pending),
        failures.since(),
        failures.retries(),
        newestArrivalAt);
  }

  @Override
  public void close() {}
}
