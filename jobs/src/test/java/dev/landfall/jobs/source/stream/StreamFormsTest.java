package dev.landfall.jobs.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.ingest.kinesis.Position;
import dev.landfall.ingest.kinesis.ShardInfo;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in checkpoints comes back as it was, also in the form of the first release. */
class StreamFormsTest {
  private static final ShardSplitSerializer SPLITS = new ShardSplitSerializer();

  @Test
  void splits_come_back() throws IOException {
    for (Position position :
        List.of(
            Position.OLDEST,
            Position.since(1_793_620_800_000L),
            Position.after("49590338271490256608559692538361571095921575989136588898", 3),
            Position.after("1", Position.WHOLE))) {
      ShardSplit split = new ShardSplit("shardId-000000000001", position, null);
      assertThat(SPLITS.deserialize(1, SPLITS.serialize(split))).isEqualTo(split);
    }
  }

  /** The bytes of version 1: they stand in checkpoints and must be read for ever. */
  @Test
  void a_split_of_the_first_version_is_read() throws IOException {
    byte[] stored = {2, 'a', 2, 1, 4, '4', '2', 6, 0, 1, 10};

    assertThat(SPLITS.deserialize(1, stored))
        .isEqualTo(new ShardSplit("a", Position.after("42", 3), 5L));
    assertThat(SPLITS.serialize(new ShardSplit("a", Position.after("42", 3), 5L)))
        .isEqualTo(stored);
  }

  @Test
  void another_version_is_refused_by_name() {
    assertThatThrownBy(() -> SPLITS.deserialize(2, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> new StreamState.Serializer("r-1").deserialize(9, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void the_state_of_the_enumerator_comes_back() throws IOException {
    ShardGraph shards = new ShardGraph();
    shards.learn(
        List.of(
            new ShardInfo("a", null, null),
            new ShardInfo("b", null, null),
            new ShardInfo("ab", "a", "b")),
        Position.since(5));
    shards.given("a");
    shards.ended("b");
    Gaps gaps = new Gaps("r-1");
    gaps.fails("kinesis://r-1/s/a", "no permission", true, 7);
    gaps.due(7, 0);
    StreamState.Serializer serializer = new StreamState.Serializer("r-1");

    StreamState back =
        serializer.deserialize(
            1, serializer.serialize(new StreamState(shards, Position.since(5), gaps, 99, 7L)));

    assertThat(back.start()).isEqualTo(Position.since(5));
    assertThat(back.payloads()).isEqualTo(99);
    assertThat(back.newestArrivalAt()).isEqualTo(7);
    assertThat(back.shards().given()).containsExactly("a");
    assertThat(back.shards().state("b")).isEqualTo(ShardGraph.State.ENDED);
    assertThat(back.shards().ready()).isEmpty();
    back.shards().ended("a");
    assertThat(back.shards().ready()).containsExactly(new ShardSplit("ab", Position.since(5)));
    assertThat(back.gaps().due(8, 1_000))
        .as("said again, for the lake may have gone back")
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("status")).isEqualTo("unreadable");
              assertThat(row.get("revision")).isEqualTo(2L);
            });
  }
}
