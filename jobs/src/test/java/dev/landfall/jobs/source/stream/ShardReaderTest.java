package dev.landfall.jobs.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.kinesis.Position;
import dev.landfall.ingest.kinesis.ShardBatch;
import dev.landfall.ingest.kinesis.ShardFeed;
import dev.landfall.ingest.kinesis.ShardPump;
import dev.landfall.ingest.kinesis.ShardRecord;
import dev.landfall.ingest.kinesis.StreamFault;
import dev.landfall.ingest.object.Limits;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.source.FakeReader;
import dev.landfall.jobs.source.Logs;
import dev.landfall.jobs.source.ObjectOptions.ParseLimits;
import dev.landfall.jobs.source.stream.StreamOptions.InitialPosition;
import dev.landfall.jobs.source.stream.StreamOptions.ReaderType;
import dev.landfall.jobs.source.stream.StreamSignals.CompleteTo;
import dev.landfall.jobs.source.stream.StreamSignals.Holding;
import dev.landfall.jobs.source.stream.StreamSignals.Idle;
import dev.landfall.jobs.source.stream.StreamSignals.Leave;
import dev.landfall.jobs.source.stream.StreamSignals.Progress;
import dev.landfall.jobs.source.stream.StreamSignals.ShardEnded;
import dev.landfall.jobs.source.stream.StreamSignals.ShardFails;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-02T13:00:00Z");
  private static final long AT = NOW.toEpochMilli();

  private final FakeReader fake = new FakeReader();
  private final Feeds feeds = new Feeds();
  private @Nullable ShardReader reader;

  @AfterEach
  void stop() {
    if (reader != null) {
      reader.close();
    }
  }

  @Test
  void records_become_witnesses_with_shard_and_number_as_their_place() throws Exception {
    ShardReader reader = holding(false, new ShardSplit("a", Position.OLDEST));
    feeds.give("a", batch(false, record("41", "one"), record("42", "two")));
    poll(reader, 4);

    List<Witness> witnesses =
        fake.parcels().stream()
            .filter(parcel -> parcel.kind() == Parcel.WITNESS)
            .map(parcel -> CallCodec.decodeWitness(parcel.payload()))
            .toList();
    assertThat(witnesses)
        .extracting(witness -> witness.place().uri())
        .containsExactly("kinesis://r-1/s/a#41", "kinesis://r-1/s/a#42");
    assertThat(witnesses).allMatch(w -> w.place().kind() == PlaceKind.STREAM);
    assertThat(witnesses).allMatch(w -> w.arrivedAt() == AT - 1_000);
    LakeRow row = LakeRow.decode(fake.parcels().get(1).payload());
    assertThat(row.get("uri")).isEqualTo("kinesis://r-1/s/a#41");
    assertThat(row.get("records")).isEqualTo(1L);
    assertThat(row.get("region")).isEqualTo("r-1");
  }

  @Test
  void a_checkpoint_holds_the_last_record_that_was_passed_on_and_not_the_last_read()
      throws Exception {
    ShardReader reader = holding(false, new ShardSplit("a", Position.OLDEST));
    ShardRecord[] many = new ShardRecord[400];
    for (int i = 0; i < many.length; i++) {
      many[i] = record("" + (i + 1), "r-" + i);
    }
    feeds.give("a", batch(false, many));
    poll(reader, 1);
    int passed = fake.parcels().size() / 2;
    assertThat(passed).as("a slice, not the batch").isBetween(1, 399);

    assertThat(reader.snapshotState(1))
        .containsExactly(new ShardSplit("a", Position.after("" + passed, Position.WHOLE)));
    poll(reader, 2 * many.length);
    assertThat(reader.snapshotState(2))
        .containsExactly(new ShardSplit("a", Position.after("400", Position.WHOLE), AT - 5));
  }

  @Test
  void what_a_reader_holds_and_how_far_it_has_come_is_told() throws Exception {
    ShardReader reader =
        holding(
            false,
            new ShardSplit("a", Position.OLDEST),
            new ShardSplit("b", Position.after("7", Position.WHOLE), 5L));
    HashMap<String, Long> started = new HashMap<>();
    started.put("a", null);
    started.put("b", 5L);

    assertThat(fake.told(Holding.class)).containsExactly(new Holding(started));
    await().until(() -> feeds.opened.size() == 2);
    assertThat(feeds.opened).containsEntry("b", Position.after("7", Position.WHOLE));
    feeds.give("a", batch(false, record("1", "one")));
    poll(reader, 2);

    assertThat(fake.told(Progress.class))
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.marks().get("a").completeAt()).isEqualTo(AT - 5);
              assertThat(told.payloads()).isEqualTo(1);
              assertThat(told.newestArrivalAt()).isEqualTo(AT - 1_000);
            });
  }

  @Test
  void what_landfall_planted_itself_is_read_and_makes_no_stream_look_alive() throws Exception {
    ShardReader reader = holding(false, new ShardSplit("a", Position.OLDEST));
    String id = CanaryId.of("111122223333", AT, 1);
    byte[] planted =
        Logs.invocation(id)
            .replace("au.anthropic.claude-sonnet-4-6", Canary.MODEL)
            .getBytes(StandardCharsets.UTF_8);
    ShardRecord canary = new ShardRecord("2", Position.WHOLE, true, planted, AT - 100);
    feeds.give("a", batch(false, record("1", "one"), canary));
    poll(reader, 4);

    assertThat(fake.told(Progress.class))
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.payloads()).isEqualTo(2);
              assertThat(told.newestArrivalAt()).isEqualTo(AT - 1_000);
            });
  }

  @Test
  void a_shard_that_ended_is_told_of_after_its_last_record_and_held_no_more() throws Exception {
    ShardReader reader = holding(false, new ShardSplit("a", Position.OLDEST));
    feeds.give("a", batch(true, record("1", "one")));
    poll(reader, 2);

    assertThat(fake.told(ShardEnded.class)).containsExactly(new ShardEnded("a"));
    assertThat(reader.snapshotState(1)).isEmpty();
    reader.notifyNoMoreSplits();
    assertThat(reader.pollNext(fake)).isEqualTo(InputStatus.END_OF_INPUT);
  }

  @Test
  void a_replay_leaves_a_shard_at_its_tip() throws Exception {
    ShardReader reader = holding(true, new ShardSplit("a", Position.OLDEST));
    feeds.give("a", batch(false, record("1", "one")));
    poll(reader, 2);

    assertThat(fake.told(ShardEnded.class)).containsExactly(new ShardEnded("a"));
  }

  @Test
  void a_shard_that_was_left_is_read_no_further() throws Exception {
    ShardReader reader = holding(false, new ShardSplit("a", Position.OLDEST));
    reader.handleSourceEvents(new Leave("a"));
    feeds.give("a", batch(false, record("1", "one")));
    reader.pollNext(fake);

    assertThat(fake.parcels()).isEmpty();
    assertThat(reader.snapshotState(1)).isEmpty();
  }

  @Test
  void faults_are_told_and_do_not_stop_the_reader() throws Exception {
    ShardReader reader = holding(false, new ShardSplit("a", Position.OLDEST));
    feeds.fail("a", new StreamFault(StreamFault.Kind.GONE, "as the test wants it"));
    feeds.give("a", batch(false, record("1", "one")));
    poll(reader, 2);

    assertThat(fake.told(ShardFails.class))
        .containsExactly(new ShardFails("a", "gone", true, true));
  }

  @Test
  void marks_idleness_and_rows_of_the_enumerator_go_out_once() throws Exception {
    ShardReader reader = holding(false, new ShardSplit("a", Position.OLDEST));
    Gaps gaps = new Gaps("r-1");
    gaps.fails("kinesis://r-1/s", "no permission", true, AT);
    byte[] row = gaps.due(AT, 0).get(0).encode();
    reader.handleSourceEvents(new StreamSignals.Say(row));
    reader.handleSourceEvents(new Idle());
    reader.pollNext(fake);
    assertThat(fake.parcels())
        .singleElement()
        .satisfies(p -> assertThat(p.payload()).isEqualTo(row));
    assertThat(fake.idle()).isEqualTo(1);

    reader.handleSourceEvents(new CompleteTo(AT));
    reader.pollNext(fake);
    reader.pollNext(fake);

    assertThat(fake.emitted()).endsWith(new Watermark(AT)).hasSize(2);
    assertThat(fake.active()).isEqualTo(1);
  }

  private ShardReader holding(boolean bounded, ShardSplit... splits) {
    ShardReader made = new ShardReader(fake, options(bounded), () -> feeds);
    reader = made;
    made.addSplits(List.of(splits));
    made.start();
    return made;
  }

  /** Polls until so many parcels have gone out. */
  private void poll(ShardReader reader, int parcels) {
    await()
        .until(
            () -> {
              InputStatus status = InputStatus.MORE_AVAILABLE;
              while (fake.parcels().size() < parcels && status == InputStatus.MORE_AVAILABLE) {
                status = reader.pollNext(fake);
              }
              return fake.parcels().size() >= parcels;
            });
  }

  private static ShardRecord record(String number, String requestId) {
    byte[] data = Logs.invocation(requestId).getBytes(StandardCharsets.UTF_8);
    return new ShardRecord(number, Position.WHOLE, true, data, AT - 1_000);
  }

  private static ShardBatch batch(boolean ended, ShardRecord... records) {
    return new ShardBatch(List.of(records), 0, AT - 5, AT, true, ended);
  }

  private static StreamOptions options(boolean bounded) {
    return new StreamOptions(
        "kinesis:r-1/s",
        "s",
        AwsAccess.in("r-1"),
        InitialPosition.TRIM_HORIZON,
        null,
        ReaderType.POLLING,
        null,
        1_000,
        bounded,
        AT,
        500,
        0,
        900_000,
        ParseLimits.of(Limits.DEFAULT, new TreeSet<>()),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Shards that give what the test put into them. */
  private static final class Feeds implements ShardReader.Reading {
    private final Map<String, Position> opened = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<Object>> given = new ConcurrentHashMap<>();

    private BlockingQueue<Object> of(String shard) {
      return given.computeIfAbsent(shard, none -> new LinkedBlockingQueue<>());
    }

    private void give(String shard, ShardBatch batch) {
      of(shard).add(batch);
    }

    private void fail(String shard, StreamFault fault) {
      of(shard).add(fault);
    }

    @Override
    public ShardPump pump(Runnable news) {
      return new ShardPump("test", this::open, news);
    }

    private ShardFeed open(String shard, Position from) {
      opened.put(shard, from);
      return new ShardFeed() {
        @Override
        public @Nullable ShardBatch read() throws StreamFault {
          Object next = of(shard).poll();
          if (next instanceof StreamFault fault) {
            throw fault;
          }
          return (ShardBatch) next;
        }

        @Override
        public long pauseMillis() {
          return 1;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public @Nullable String note() {
      return null;
    }

    @Override
    public void close() {}
  }
}
