package dev.landfall.jobs.source.stream;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.ingest.kinesis.Position;
import dev.landfall.ingest.kinesis.ShardInfo;
import dev.landfall.ingest.kinesis.StreamApi;
import dev.landfall.ingest.kinesis.StreamFault;
import dev.landfall.jobs.edge.LiveCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the shards of a stream, gives them out, and says up to when the stream has been read.
 *
 * <p>Threads: the coordinator's, except for the listing itself. After a restore nothing is given
 * out and no mark is made until every reader has said what it holds; a shard that was given and
 * that nobody holds then has been read to its end, for the coordinator's checkpoint is taken before
 * the readers'.
 */
final class StreamEnumerator implements SplitEnumerator<ShardSplit, StreamState> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamEnumerator.class);

  private final SplitEnumeratorContext<ShardSplit> context;
  private final StreamOptions options;
  private final StreamApi api;
  private final ShardGraph shards;
  private final Position start;
  private final Gaps gaps;
  private final ShardMarks marks = new ShardMarks();
  private final Map<Integer, Set<String>> held = new TreeMap<>();
  private final Map<String, @Nullable Long> leftAt = new HashMap<>();
  private final Deque<LakeRow> toSay = new ArrayDeque<>();
  private final long startedAt;
  private long payloads;
  private @Nullable Long newestArrivalAt;
  private @Nullable Long lastReadAt;
  private @Nullable Long completeTo;
  private @Nullable String note;
  private Set<String> listed = new HashSet<>();
  private long retention;
  private volatile boolean retentionKnown;
  private boolean listedOnce;
  private boolean listedWell = true;
  private boolean listing;
  private boolean idle;

  StreamEnumerator(
      SplitEnumeratorContext<ShardSplit> context,
      StreamOptions options,
      StreamApi api,
      StreamState state) {
    this.context = context;
    this.options = options;
    this.api = api;
    this.shards = state.shards();
    this.start = state.start();
    this.gaps = state.gaps();
    this.payloads = state.payloads();
    this.newestArrivalAt = state.newestArrivalAt();
    this.startedAt = options.clock().millis();
  }

  /** What one look at the stream saw: its shards, or why it saw none. */
  private record Listing(
      long begunAt,
      List<ShardInfo> shards,
      @Nullable Long retention,
      @Nullable StreamFault fault) {}

  @Override
  public void start() {
    context.callAsync(this::list, this::take, 0, options.shardDiscoveryInterval());
  }

  private Listing list() {
    long begunAt = options.clock().millis();
    try {
      return new Listing(begunAt, api.shards(), retention(), null);
    } catch (StreamFault fault) {
      return new Listing(begunAt, List.of(), null, fault);
    }
  }

  /** Null: it may not be asked. */
  private @Nullable Long retention() {
    try {
      return retentionKnown ? null : api.retentionMillis();
    } catch (StreamFault fault) {
      LOG.warn("how long records are kept is not known: {}", fault.getMessage());
      return null;
    }
  }

  private void take(@Nullable Listing seen, @Nullable Throwable thrown) {
    if (thrown != null || seen == null) {
      throw new FlinkRuntimeException("listing the shards of " + options.uri() + " failed", thrown);
    }
    listing = false;
    if (seen.fault != null) {
      if (listedWell) {
        LOG.warn("{}", seen.fault.getMessage());
      }
      listedWell = false;
      gaps.fails(options.uri(), seen.fault.reason(), seen.fault.isDefinite(), seen.begunAt);
    } else {
      learn(seen);
    }
    serve();
  }

  private void learn(Listing seen) {
    listedWell = true;
    gaps.works(options.uri());
    listed = new HashSet<>();
    seen.shards.forEach(shard -> listed.add(shard.id()));
    if (!options.bounded() || !listedOnce) {
      // a replay reads what was there when it began; whatever comes later is not awaited
      for (String lost : shards.learn(seen.shards, start)) {
        gaps.fails(options.uri(lost), "gone", true, seen.begunAt);
      }
    }
    listedOnce = true;
    if (seen.retention != null) {
      retention = seen.retention;
      retentionKnown = true;
    }
    marks.listed(seen.begunAt);
  }

  private void serve() {
    if (allReadersHeard()) {
      tellForgotten();
      give();
      endWhenRead();
    }
    mark();
    say();
    tellStanding();
  }

  /**
   * While nobody read, the stream may have forgotten what it had: what arrived between the last
   * read and the oldest that is kept. Kinesis does not say whether there was any.
   */
  private void tellForgotten() {
    if (!retentionKnown || leftAt.isEmpty()) {
      return;
    }
    long oldest = options.clock().millis() - retention;
    leftAt.forEach(
        (id, at) -> {
          if (at != null && at < oldest) {
            String since = Instant.ofEpochMilli(at).truncatedTo(ChronoUnit.SECONDS).toString();
            gaps.fails(options.uri(id) + "/unread-since/" + since, "gone", true, at);
          }
        });
    leftAt.clear();
  }

  private void give() {
    for (ShardSplit split : shards.ready()) {
      int reader = leastLoaded();
      shards.given(split.shardId());
      marks.begun(split.shardId());
      holds(reader).add(split.shardId());
      context.assignSplit(split, reader);
    }
  }

  private int leastLoaded() {
    int least = -1;
    for (int reader : new TreeSet<>(context.registeredReaders().keySet())) {
      if (least < 0 || holds(reader).size() < holds(least).size()) {
        least = reader;
      }
    }
    return least;
  }

  private Set<String> holds(int reader) {
    return held.computeIfAbsent(reader, none -> new HashSet<>());
  }

  private void endWhenRead() {
    boolean unlisted = !listedOnce && gaps.stands(options.uri());
    if (options.bounded() && (unlisted || listedOnce && shards.allEnded()) && toSay.isEmpty()) {
      context.registeredReaders().keySet().forEach(context::signalNoMoreSplits);
    }
  }

  private void mark() {
    long now = options.clock().millis();
    if (options.bounded() || !allReadersHeard()) {
      return;
    }
    long silentSince = now - options.silentAfter();
    List<String> given = shards.given();
    if (marks.isSilent(
        given, silentSince, Math.max(startedAt, lastReadAt == null ? 0 : lastReadAt))) {
      if (!idle) {
        idle = true;
        tellAll(new StreamSignals.Idle());
      }
      return;
    }
    OptionalLong reached = marks.mark(given, silentSince);
    if (reached.isPresent()) {
      long next = reached.getAsLong() - options.allowedDelay();
      if (completeTo == null || next > completeTo || idle) {
        idle = false;
        completeTo = Math.max(next, completeTo == null ? next : completeTo);
        tellAll(new StreamSignals.CompleteTo(completeTo));
      }
    }
  }

  private void say() {
    toSay.addAll(gaps.due(options.clock().millis(), options.patience()));
    int reader = anyReader();
    while (allReadersHeard() && reader >= 0 && !toSay.isEmpty()) {
      context.sendEventToSourceReader(reader, new StreamSignals.Say(toSay.poll().encode()));
    }
    if (allReadersHeard() && options.bounded()) {
      giveUp();
      endWhenRead();
    }
  }

  /** A replay does not wait for shards that cannot be read once that is on record. */
  private void giveUp() {
    for (String id : shards.given()) {
      if (gaps.stands(options.uri(id))) {
        leave(id);
      }
    }
  }

  private void leave(String id) {
    held.forEach(
        (reader, ids) -> {
          if (ids.remove(id) && context.registeredReaders().containsKey(reader)) {
            context.sendEventToSourceReader(reader, new StreamSignals.Leave(id));
          }
        });
    ended(id);
  }

  private void tellStanding() {
    int reader = anyReader();
    if (reader >= 0) {
      String problem = gaps.problem() == null ? note : gaps.problem();
      SourceState state =
          new SourceState(
              options.id(),
              "kinesis",
              options.access().region() + '/' + options.stream(),
              lastReadAt,
              completeTo,
              payloads,
              problem,
              newestArrivalAt);
      context.sendEventToSourceReader(reader, new StreamSignals.Standing(LiveCodec.encode(state)));
    }
  }

  private int anyReader() {
    return context.registeredReaders().keySet().stream().mapToInt(i -> i).min().orElse(-1);
  }

  private boolean allReadersHeard() {
    return held.size() == context.currentParallelism()
        && context.registeredReaders().keySet().containsAll(held.keySet());
  }

  private void tellAll(SourceEvent event) {
    for (int reader : context.registeredReaders().keySet()) {
      context.sendEventToSourceReader(reader, event);
    }
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof StreamSignals.Holding holding) {
      hear(subtask, holding.readTo());
    } else if (event instanceof StreamSignals.Progress progress) {
      took(progress);
    } else if (event instanceof StreamSignals.ShardEnded end) {
      holds(subtask).remove(end.shardId());
      gaps.works(options.uri(end.shardId()));
      ended(end.shardId());
    } else if (event instanceof StreamSignals.ShardFails fails) {
      failed(fails);
    }
    serve();
  }

  private void hear(int reader, Map<String, @Nullable Long> readTo) {
    held.put(reader, new HashSet<>(readTo.keySet()));
    leftAt.putAll(readTo);
    for (String id : readTo.keySet()) {
      shards.held(id);
      marks.begun(id);
    }
    if (allReadersHeard()) {
      for (String id : shards.given()) {
        if (held.values().stream().noneMatch(some -> some.contains(id))) {
          ended(id);
        }
      }
    }
  }

  private void took(StreamSignals.Progress progress) {
    progress
        .marks()
        .forEach(
            (id, mark) -> {
              marks.read(id, mark.completeAt());
              gaps.works(options.uri(id));
              lastReadAt = Math.max(mark.readAt(), lastReadAt == null ? 0 : lastReadAt);
            });
    payloads += progress.payloads();
    Long arrived = progress.newestArrivalAt();
    if (arrived != null && (newestArrivalAt == null || arrived > newestArrivalAt)) {
      newestArrivalAt = arrived;
    }
    note = progress.note() == null ? note : progress.note();
  }

  private void failed(StreamSignals.ShardFails fails) {
    String uri = options.uri(fails.shardId());
    long now = options.clock().millis();
    boolean trimmed = fails.gone() && listedOnce && !listed.contains(fails.shardId());
    // a shard that is gone while the stream lists it, or with the stream, is not past retention
    gaps.fails(uri, fails.reason(), fails.definite(), now);
    marks.fails(fails.shardId(), now);
    if (trimmed && shards.state(fails.shardId()) == ShardGraph.State.GIVEN) {
      leave(fails.shardId());
    } else if (fails.gone()) {
      listSoon();
    }
  }

  private void ended(String id) {
    if (shards.ended(id)) {
      marks.ended(id, options.clock().millis());
      listSoon();
    }
  }

  /** Who goes on where a shard ended is asked at once, not at the next interval. */
  private void listSoon() {
    if (!listing && !options.bounded()) {
      listing = true;
      context.callAsync(this::list, this::take);
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    // shards are given out when they are found
  }

  @Override
  public void addSplitsBack(List<ShardSplit> splits, int subtask) {
    // also one that has ended since: what its reader passed on has gone with the reader
    splits.forEach(shards::back);
    held.remove(subtask);
  }

  @Override
  public void addReader(int subtask) {
    held.remove(subtask);
    idle = false; // the next look tells the new reader too
  }

  @Override
  public StreamState snapshotState(long checkpointId) {
    return new StreamState(shards, start, gaps, payloads, newestArrivalAt);
  }

  @Override
  public void close() {
    api.close();
  }
}
