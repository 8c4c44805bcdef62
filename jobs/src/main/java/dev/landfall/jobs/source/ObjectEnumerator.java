package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.Listing;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a store, gives out what is new, and says up to when the store has been read.
 *
 * <p>Threads: the coordinator's, except for the listing itself, which touches nothing but its
 * lister. A look comes in parts, and the next is asked for when few splits wait. After a restore no
 * mark is made until every reader has said what it holds.
 */
final class ObjectEnumerator implements SplitEnumerator<ObjectSplit, EnumeratorState> {
  /** Given out at once, so that small objects do not wait for a round trip each. */
  private static final int SPLITS_AT_ONCE = 8;

  private static final long BYTES_AT_ONCE = 4L << 20;

  /** With so many splits waiting the rest of a look can wait too. */
  private static final int ENOUGH = 20_000;

  private final SplitEnumeratorContext<ObjectSplit> context;
  private final ObjectOptions options;
  private final Lister lister;
  private final KnownObjects known;
  private final Progress progress = new Progress();
  private final Failures failures;
  private final TreeSet<ObjectSplit> pending;
  private final Set<Integer> waiting = new LinkedHashSet<>();
  private final Set<Integer> heard = new HashSet<>();
  private final NavigableMap<Long, Long> takenBefore = new TreeMap<>();
  private long taken;
  private volatile boolean partOwed;
  private long nextOrdinal;
  private long objectsRead;
  private @Nullable Long lastListedAt;
  private @Nullable Long lookedAt;
  private @Nullable Long completeTo;
  private @Nullable Long newestArrivalAt;
  private boolean listedOnce;
  private boolean idle;

  ObjectEnumerator(
      SplitEnumeratorContext<ObjectSplit> context, ObjectOptions options, EnumeratorState state) {
    this.context = context;
    this.options = options;
    this.lister = options.store().lister(options.bounded(), options.clock(), state.listedAt());
    this.known = state.known();
    this.lastListedAt = state.listedAt();
    this.failures = new Failures(state.failing(), state.retries(), state.listedAt());
    this.lookedAt = state.listedAt();
    this.nextOrdinal = state.nextOrdinal();
    this.objectsRead = state.objectsRead();
    this.newestArrivalAt = state.newestArrivalAt();
    this.pending = new TreeSet<>(options.bounded() ? Order.LARGEST_FIRST : Order.OLDEST_FIRST);
    pending.addAll(state.pending());
    pending.forEach(split -> progress.opened(split.ordinal()));
    failures.beingTried(pending.stream().map(ObjectSplit::path).collect(Collectors.toSet()));
  }

  @Override
  public void start() {
    if (options.bounded()) {
      context.callAsync(lister::list, this::take);
    } else {
      context.callAsync(this::listUnlessEnoughWaits, this::take, 0, options.pollMillis());
    }
  }

  /** In the listing's own thread; null: the rest of the look is asked for later. */
  private @Nullable Listing listUnlessEnoughWaits() {
    return partOwed ? null : lister.list();
  }

  private void take(@Nullable Listing listing, @Nullable Throwable fault) {
    if (fault != null) {
      throw new FlinkRuntimeException(
          "looking through " + options.store().root() + " failed", fault);
    }
    if (listing == null) {
      return;
    }
    taken++;
    for (FoundObject object : listing.objects()) {
      if (known.add(object, listing.begunAt())) {
        arrived(object);
        open(found(object, listing.begunAt()));
      }
    }
    known.settle(listing);
    if (listing.whole()) {
      takeWhole(listing);
    } else {
      partOwed = true;
    }
    serve();
  }

  /** What Landfall plants itself says nothing of whether the source still brings anything. */
  private void arrived(FoundObject object) {
    if (!AwsLayout.isPlanted(object.path())) {
      // not the bytes' own time: a file moved in keeps that, and arrives all the same
      long at = object.changedAt();
      newestArrivalAt = newestArrivalAt == null ? at : Math.max(newestArrivalAt, at);
    }
  }

  private void takeWhole(Listing listing) {
    listedOnce = true;
    failures
        .folders(listing, lookedAt)
        .forEach(said -> open(said.split(nextOrdinal++, listing.begunAt())));
    lookedAt = listing.begunAt();
    if (allReadersHeard()) {
      // until then a reader may hold the very object whose next try is due
      failures.due(listing.begunAt()).forEach(split -> open(split.again(nextOrdinal++)));
    }
    if (listing.problems().isEmpty()) {
      lastListedAt = listing.begunAt();
    }
    if (!options.bounded()) {
      mark(listing);
    }
  }

  private void askForRest() {
    if (partOwed && pending.size() < ENOUGH) {
      partOwed = false;
      context.callAsync(lister::list, this::take);
    }
  }

  private ObjectSplit found(FoundObject object, long seenAt) {
    ObjectRef ref =
        new ObjectRef(
            Places.uri(object.path()),
            PlaceKind.OBJECT,
            object.size(),
            object.modifiedAt(),
            seenAt);
    return new ObjectSplit(nextOrdinal++, ref, object.path(), Errand.READ, 0, null);
  }

  private void open(ObjectSplit split) {
    pending.add(split);
    progress.opened(split.ordinal());
  }

  private void mark(Listing listing) {
    long silentSince = listing.begunAt() - options.silentMillis();
    if (failures.rootFailsSince(options.store().root(), silentSince)) {
      if (!idle) {
        idle = true;
        tellAll(new SourceSignals.Idle());
      }
    } else {
      idle = false;
      if (listing.standsFor() != Long.MIN_VALUE) { // else it stands for nothing yet
        progress.listed(listing.standsFor(), nextOrdinal - 1);
      }
    }
    advance();
    tellStanding();
  }

  private void advance() {
    // An idle source makes no mark of what it saw before: one would make it active again, and
    // nobody would say again that it is silent.
    if (!allReadersHeard() || idle) {
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
    askForRest();
  }

  private void give(int reader) {
    long bytes = 0;
    List<ObjectSplit> given = new ArrayList<>();
    while (given.size() < SPLITS_AT_ONCE && bytes < BYTES_AT_ONCE && !pending.isEmpty()) {
      ObjectSplit split = pending.first();
      pending.remove(split);
      bytes += split.ref().sizeBytes();
      given.add(split);
    }
    // One message: each costs more than a split's bytes.
    context.assignSplits(new SplitsAssignment<>(Map.of(reader, given)));
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof SourceSignals.Holding holding) {
      progress.openedAll(holding.ordinals());
      failures.beingTried(holding.paths());
      heard.add(subtask);
    } else if (event instanceof SourceSignals.SplitDone done) {
      progress.done(done.ordinal());
      objectsRead++;
      if (done.unread() == null) {
        failures.read(done.path());
      } else {
        takeUnread(done.unread());
      }
      if (done.kept() && context.registeredReaders().containsKey(subtask)) {
        context.sendEventToSourceReader(subtask, new SourceSignals.Noted(done.ordinal()));
      }
      advance();
    }
  }

  private void takeUnread(byte[] unread) {
    if (!options.bounded()) {
      ObjectSplit split = ObjectSplitSerializer.read(new ByteReader(unread));
      failures.file(split, options.clock().millis());
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
    takenBefore.put(checkpointId, taken);
    return new EnumeratorState(
        known,
        nextOrdinal,
        objectsRead,
        new ArrayList<>(pending),
        failures.since(),
        failures.retries(),
        newestArrivalAt,
        lastListedAt);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    Long listings = takenBefore.get(checkpointId);
    takenBefore.headMap(checkpointId, true).clear();
    if (listings != null && !options.bounded()) {
      context.callAsync(
          () -> {
            lister.stored(listings);
            return listings;
          },
          this::stored);
    }
  }

  private void stored(@Nullable Long listings, @Nullable Throwable fault) {
    if (fault != null) {
      throw new FlinkRuntimeException(
          "saying that %s is stored failed".formatted(options.store().root()), fault);
    }
  }

  @Override
  public void close() {
    lister.close();
  }
}
