package dev.landfall.jobs.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.kinesis.Position;
import dev.landfall.ingest.kinesis.ShardInfo;
import dev.landfall.ingest.kinesis.StreamApi;
import dev.landfall.ingest.kinesis.StreamFault;
import dev.landfall.ingest.kinesis.StreamFault.Kind;
import dev.landfall.ingest.object.Limits;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.source.ObjectOptions.ParseLimits;
import dev.landfall.jobs.source.stream.StreamOptions.InitialPosition;
import dev.landfall.jobs.source.stream.StreamOptions.ReaderType;
import dev.landfall.jobs.source.stream.StreamSignals.CompleteTo;
import dev.landfall.jobs.source.stream.StreamSignals.Holding;
import dev.landfall.jobs.source.stream.StreamSignals.Idle;
import dev.landfall.jobs.source.stream.StreamSignals.Leave;
import dev.landfall.jobs.source.stream.StreamSignals.Mark;
import dev.landfall.jobs.source.stream.StreamSignals.Progress;
import dev.landfall.jobs.source.stream.StreamSignals.Say;
import dev.landfall.jobs.source.stream.StreamSignals.ShardEnded;
import dev.landfall.jobs.source.stream.StreamSignals.ShardFails;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamEnumeratorTest {
  private static final long MADE = Instant.parse("2026-11-02T12:00:00Z").toEpochMilli();
  private static final long DELAY = 60_000;
  private static final long SILENT = 900_000;
  private static final SortedSet<String> NO_KEYS = new TreeSet<>();

  private final Shards api = new Shards();
  private final Ticking clock = new Ticking(MADE);
  private FakeStreamContext context = new FakeStreamContext(2);

  @Test
  void shards_are_spread_evenly_and_begin_where_the_job_was_made() {
    api.list("a", "b", "c", "d", "e");
    StreamEnumerator enumerator = started(options(false), null);

    assertThat(context.shards(0)).containsExactly("a", "c", "e");
    assertThat(context.shards(1)).containsExactly("b", "d");
    assertThat(context.assigned.get(0).get(0).position()).isEqualTo(Position.since(MADE));
    enumerator.close();
  }

  @Test
  void the_latest_is_kept_from_the_first_start_on() throws IOException {
    StreamEnumerator first = started(options(false), null);
    StreamState kept = again(first.snapshotState(1));
    clock.forward(Duration.ofHours(3));
    api.list("a");
    context = new FakeStreamContext(2);

    started(options(false, clock.millis()), kept);

    assertThat(context.assigned.get(0).get(0).position()).isEqualTo(Position.since(MADE));
  }

  @Test
  void a_child_waits_until_both_its_parents_have_been_read() {
    api.list("a", "b");
    api.child("ab", "a", "b");
    StreamEnumerator enumerator = started(options(false), null);
    assertThat(context.shards()).containsExactly("a", "b");

    enumerator.handleSourceEvent(0, new ShardEnded("a"));
    assertThat(context.shards()).doesNotContain("ab");
    enumerator.handleSourceEvent(1, new ShardEnded("b"));

    assertThat(context.shards()).contains("ab");
  }

  @Test
  void a_child_whose_parent_is_gone_by_retention_is_read_at_once() {
    api.child("ab", "long gone", null);
    started(options(false), null);

    assertThat(context.shards()).containsExactly("ab");
  }

  @Test
  void a_shard_that_ended_is_not_given_out_again_after_a_restore() throws IOException {
    api.list("a", "b");
    StreamEnumerator enumerator = started(options(false), null);
    enumerator.handleSourceEvent(0, new ShardEnded("a"));
    StreamState kept = again(enumerator.snapshotState(1));
    context = new FakeStreamContext(2);

    StreamEnumerator restored = enumerator(options(false), kept);
    restored.start();
    context.tick();
    assertThat(context.shards()).as("not before all readers have said what they hold").isEmpty();
    hold(restored, 0);
    hold(restored, 1, "b");
    context.tick();

    assertThat(context.shards()).isEmpty();
  }

  @Test
  void a_shard_that_nobody_holds_after_a_restore_has_ended_and_its_children_go_on()
      throws IOException {
    api.list("a");
    StreamEnumerator enumerator = started(options(false), null);
    StreamState kept = again(enumerator.snapshotState(1));
    api.child("a1", "a", null);
    context = new FakeStreamContext(2);

    started(options(false), kept);

    assertThat(context.shards()).containsExactly("a1");
  }

  @Test
  void a_shard_that_came_back_with_its_reader_is_given_out_again_even_if_it_had_ended() {
    api.list("a");
    StreamEnumerator enumerator = started(options(false), null);
    enumerator.handleSourceEvent(0, new ShardEnded("a"));
    enumerator.addSplitsBack(List.of(new ShardSplit("a", Position.after("7", 2))), 0);
    enumerator.addReader(0);
    hold(enumerator, 0);

    assertThat(context.assigned.get(0))
        .endsWith(new ShardSplit("a", Position.after("7", 2)))
        .hasSize(2);
  }

  @Test
  void the_mark_is_that_of_the_shard_furthest_behind_less_the_allowed_delay() {
    api.list("a", "b");
    StreamEnumerator enumerator = started(options(false), null);
    read(enumerator, 0, "a", MADE + 5_000);
    assertThat(marks()).as("nothing is known of b").isEmpty();

    read(enumerator, 1, "b", MADE - 40_000);
    read(enumerator, 1, "b", MADE + 9_000);

    assertThat(marks()).containsOnly(MADE - 40_000 - DELAY, MADE + 5_000 - DELAY).isSorted();
  }

  @Test
  void after_a_shard_ended_there_is_no_mark_until_a_listing_tells_who_goes_on() {
    api.list("a", "b");
    StreamEnumerator enumerator = started(options(false), null);
    read(enumerator, 0, "a", MADE);
    read(enumerator, 1, "b", MADE);
    api.child("a1", "a", null);
    clock.forward(Duration.ofSeconds(9));
    enumerator.handleSourceEvent(0, new ShardEnded("a"));
    read(enumerator, 1, "b", clock.millis());
    assertThat(marks()).endsWith(MADE - DELAY);

    assertThat(context.runOnce()).as("asked at once, once").isEqualTo(1);
    assertThat(context.shards()).contains("a1");
    assertThat(marks()).as("a1 has not been read").endsWith(MADE - DELAY);
    read(enumerator, 0, "a1", clock.millis());

    assertThat(marks()).endsWith(clock.millis() - DELAY);
  }

  @Test
  void a_shard_that_cannot_be_read_holds_the_mark_only_as_long_as_silence_is_borne() {
    api.list("a", "b");
    StreamEnumerator enumerator = started(options(false), null);
    read(enumerator, 0, "a", MADE);
    read(enumerator, 1, "b", MADE);
    fail(enumerator, "a", Kind.UNAVAILABLE);
    clock.forward(Duration.ofMillis(SILENT - 1));
    read(enumerator, 1, "b", clock.millis());
    assertThat(marks()).endsWith(MADE - DELAY);
    assertThat(rows()).isEmpty();

    clock.forward(Duration.ofMillis(1));
    read(enumerator, 1, "b", clock.millis());

    assertThat(marks()).endsWith(clock.millis() - DELAY);
    assertThat(context.sent(Idle.class)).isEmpty();
  }

  @Test
  void a_shard_whose_records_nobody_took_for_long_is_not_silent_and_holds_the_mark() {
    api.list("a", "b");
    StreamEnumerator enumerator = started(options(false), null);
    read(enumerator, 0, "a", MADE);
    read(enumerator, 1, "b", MADE);
    clock.forward(Duration.ofMillis(3 * SILENT));
    context.tick();
    read(enumerator, 1, "b", clock.millis());

    assertThat(marks()).endsWith(MADE - DELAY);
    assertThat(context.sent(Idle.class)).isEmpty();
  }

  @Test
  void the_end_of_a_shard_says_nothing_of_its_children() {
    api.list("a", "b");
    StreamEnumerator enumerator = started(options(false), null);
    read(enumerator, 0, "a", MADE);
    read(enumerator, 1, "b", MADE);
    clock.forward(Duration.ofMillis(1_000));
    read(enumerator, 1, "b", clock.millis());
    enumerator.handleSourceEvent(0, new ShardEnded("a"));
    read(enumerator, 0, "a", clock.millis());

    assertThat(marks()).endsWith(MADE - DELAY);
  }

  @Test
  void a_stream_of_which_nothing_can_be_read_turns_idle_and_the_gap_stands_until_it_can() {
    api.list("a");
    StreamEnumerator enumerator = started(options(false), null);
    read(enumerator, 0, "a", MADE);
    fail(enumerator, "a", Kind.UNAVAILABLE);
    clock.forward(Duration.ofMillis(SILENT));
    fail(enumerator, "a", Kind.UNAVAILABLE);

    assertThat(context.sent(Idle.class)).as("one for each reader").hasSize(2);
    assertThat(rows()).containsExactly("kinesis://r-1/s/a unreadable unreachable");
    context.tick();
    assertThat(context.sent(Idle.class)).hasSize(2);

    read(enumerator, 0, "a", clock.millis());
    assertThat(marks()).endsWith(clock.millis() - DELAY);
    assertThat(rows())
        .containsExactly("kinesis://r-1/s/a unreadable unreachable", "kinesis://r-1/s/a read null");
  }

  @Test
  void a_passing_fault_leaves_no_trace_in_the_lake() {
    api.list("a");
    StreamEnumerator enumerator = started(options(false), null);
    fail(enumerator, "a", Kind.THROTTLED);
    read(enumerator, 0, "a", MADE);
    clock.forward(Duration.ofMillis(2 * SILENT));
    read(enumerator, 0, "a", clock.millis());

    assertThat(rows()).isEmpty();
  }

  @Test
  void a_stream_that_may_not_be_listed_is_a_gap_at_once_and_says_so_again_after_a_restore()
      throws IOException {
    api.fault = Kind.DENIED;
    StreamEnumerator enumerator = started(options(false), null);
    assertThat(rows()).containsExactly("kinesis://r-1/s unreadable no permission");
    assertThat(problem()).contains("no permission");
    StreamState kept = again(enumerator.snapshotState(1));
    context = new FakeStreamContext(2);
    api.fault = null;

    started(options(false), kept);

    assertThat(rows())
        .as("as it was, and then taken back")
        .containsExactly("kinesis://r-1/s unreadable no permission", "kinesis://r-1/s read null");
  }

  @Test
  void a_shard_that_the_stream_forgot_before_it_was_read_is_left_and_stays_a_gap() {
    api.list("a");
    StreamEnumerator enumerator = started(options(false), null);
    api.shards.clear();
    api.child("a1", "a", null);
    context.tick();
    fail(enumerator, "a", Kind.GONE);
    context.runOnce();

    assertThat(context.sent(Leave.class)).containsExactly(new Leave("a"));
    assertThat(context.shards()).contains("a1");
    read(enumerator, 0, "a1", MADE);
    assertThat(rows()).containsExactly("kinesis://r-1/s/a unreadable gone");
  }

  @Test
  void what_a_stream_forgot_while_nobody_read_it_is_a_gap_that_stays() throws IOException {
    api.list("a", "b");
    StreamState kept = again(started(options(false), null).snapshotState(1));
    context = new FakeStreamContext(2);
    clock.forward(Duration.ofHours(30));
    StreamEnumerator restored = enumerator(options(false), kept);
    restored.start();
    restored.handleSourceEvent(0, new Holding(new HashMap<>(Map.of("a", MADE))));
    restored.handleSourceEvent(
        1, new Holding(new HashMap<>(Map.of("b", MADE + Duration.ofHours(7).toMillis()))));
    context.tick();
    read(restored, 0, "a", clock.millis());
    context.tick();

    assertThat(rows())
        .containsExactly("kinesis://r-1/s/a/unread-since/2026-11-02T12:00:00Z unreadable gone");
  }

  @Test
  void a_replay_ends_when_all_shards_are_read_and_does_not_wait_for_new_ones() {
    api.list("a");
    api.child("a1", "a", null);
    StreamEnumerator enumerator = started(options(true), null);
    enumerator.handleSourceEvent(0, new ShardEnded("a"));
    assertThat(context.ended).isEmpty();
    api.child("a2", "a1", null);
    enumerator.handleSourceEvent(0, new ShardEnded("a1"));
    context.tick();

    assertThat(context.ended).containsExactly(0, 1);
    assertThat(context.shards()).doesNotContain("a2");
  }

  @Test
  void a_replay_that_may_not_read_ends_and_says_so() {
    api.list("a", "b");
    StreamEnumerator enumerator = started(options(true), null);
    enumerator.handleSourceEvent(0, new ShardEnded("a"));
    fail(enumerator, "b", Kind.DENIED);

    assertThat(rows()).containsExactly("kinesis://r-1/s/b unreadable no permission");
    assertThat(context.sent(Leave.class)).containsExactly(new Leave("b"));
    assertThat(context.ended).containsExactly(0, 1);
  }

  @Test
  void a_replay_of_a_stream_that_is_not_there_ends_and_says_so() {
    api.fault = Kind.GONE;
    started(options(true), null);
    context.tick();

    assertThat(rows()).containsExactly("kinesis://r-1/s unreadable gone");
    assertThat(context.ended).containsExactly(0, 1);
  }

  private StreamEnumerator started(StreamOptions options, @Nullable StreamState state) {
    StreamEnumerator enumerator =
        enumerator(options, state == null ? StreamState.first(options) : state);
    enumerator.start();
    hold(enumerator, 0);
    hold(enumerator, 1);
    context.tick();
    return enumerator;
  }

  private StreamEnumerator enumerator(StreamOptions options, StreamState state) {
    return new StreamEnumerator(context, options, api, state);
  }

  private static void hold(StreamEnumerator enumerator, int reader, String... shards) {
    HashMap<String, Long> held = new HashMap<>();
    List.of(shards).forEach(shard -> held.put(shard, null));
    enumerator.handleSourceEvent(reader, new Holding(held));
  }

  private void read(StreamEnumerator enumerator, int reader, String shard, long completeAt) {
    HashMap<String, Mark> marks =
        new HashMap<>(Map.of(shard, new Mark(completeAt, clock.millis())));
    enumerator.handleSourceEvent(reader, new Progress(marks, null, 1, null));
  }

  private static void fail(StreamEnumerator enumerator, String shard, Kind kind) {
    StreamFault fault = new StreamFault(kind, "as the test wants it");
    enumerator.handleSourceEvent(
        0, new ShardFails(shard, fault.reason(), fault.isDefinite(), kind == Kind.GONE));
  }

  private List<Long> marks() {
    return context.sent(CompleteTo.class).stream().map(CompleteTo::epochMillis).toList();
  }

  private List<String> rows() {
    return context.sent(Say.class).stream()
        .map(say -> LakeRow.decode(say.row()))
        .map(row -> row.get("uri") + " " + row.get("status") + " " + row.get("reason"))
        .toList();
  }

  private String problem() {
    List<StreamSignals.Standing> told = context.sent(StreamSignals.Standing.class);
    return String.valueOf(LiveCodec.source(told.get(told.size() - 1).coded()).problem());
  }

  private static StreamState again(StreamState state) throws IOException {
    StreamState.Serializer serializer = new StreamState.Serializer("r-1");
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
  }

  private StreamOptions options(boolean bounded) {
    return options(bounded, MADE);
  }

  private StreamOptions options(boolean bounded, long madeAt) {
    return new StreamOptions(
        "kinesis:r-1/s",
        "s",
        AwsAccess.in("r-1"),
        InitialPosition.LATEST,
        null,
        ReaderType.POLLING,
        null,
        1_000,
        bounded,
        madeAt,
        500,
        DELAY,
        SILENT,
        ParseLimits.of(Limits.DEFAULT, NO_KEYS),
        clock);
  }

  /** A stream that lists what the test wants. */
  private static final class Shards implements StreamApi {
    private final List<ShardInfo> shards = new ArrayList<>();
    private @Nullable Kind fault;

    private void list(String... ids) {
      for (String id : ids) {
        child(id, null, null);
      }
    }

    private void child(String id, @Nullable String parent, @Nullable String other) {
      shards.add(new ShardInfo(id, parent, other));
    }

    @Override
    public List<ShardInfo> shards() throws StreamFault {
      if (fault != null) {
        throw new StreamFault(fault, "as the test wants it");
      }
      return List.copyOf(shards);
    }

    @Override
    public long retentionMillis() {
      return Duration.ofDays(1).toMillis();
    }

    @Override
    public String iterator(String shardId, Position from) {
      throw new AssertionError("the enumerator reads nothing");
    }

    @Override
    public Answer records(String iterator, int limit) {
      throw new AssertionError("the enumerator reads nothing");
    }

    @Override
    public void close() {}
  }

  /** A clock that the test sets. */
  private static final class Ticking extends Clock {
    private long now;

    private Ticking(long now) {
      this.now = now;
    }

    private void forward(Duration by) {
      now += by.toMillis();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }
}
