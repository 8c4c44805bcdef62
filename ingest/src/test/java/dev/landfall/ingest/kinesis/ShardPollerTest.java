package dev.landfall.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardPollerTest {
  private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
  private static final long AT = NOW.toEpochMilli();
  private static final byte[] DATA = {1, 2, 3};

  private final FakeStream stream = new FakeStream();

  @Test
  void a_shard_read_to_its_tip_is_complete_to_when_it_was_asked() throws Exception {
    stream.put(DATA, AT - 500);

    ShardBatch batch = poller(Position.OLDEST).read();

    assertThat(batch.records()).extracting(ShardRecord::name).containsExactly("1");
    assertThat(batch.completeAt()).isEqualTo(AT);
    assertThat(batch.atTip()).isTrue();
    assertThat(batch.ended()).isFalse();
  }

  @Test
  void a_shard_that_lags_is_complete_to_where_it_is() throws Exception {
    stream.put(DATA, AT - 90_000);
    stream.behindMillis = 80_000;

    ShardBatch batch = poller(Position.OLDEST).read();

    assertThat(batch.completeAt()).isEqualTo(AT - 80_000);
    assertThat(batch.atTip()).isFalse();
  }

  @Test
  void a_full_answer_is_not_the_tip_whatever_the_server_says() throws Exception {
    for (int i = 0; i < 10_001; i++) {
      stream.put(DATA, AT - 1_000);
    }
    stream.limit = 10_000;
    ShardPoller poller = poller(Position.OLDEST);

    ShardBatch first = poller.read();

    assertThat(first.atTip()).isFalse();
    assertThat(first.completeAt()).isLessThan(AT - 1_000);
    assertThat(poller.read().atTip()).isTrue();
  }

  @Test
  void an_expired_iterator_is_asked_for_again_behind_the_last_record() throws Exception {
    stream.put(DATA, AT);
    ShardPoller poller = poller(Position.OLDEST);
    poller.read();
    stream.put(DATA, AT);
    stream.faults.add(Kind.EXPIRED);

    assertThat(poller.read()).isNull();
    assertThat(poller.read().records()).extracting(ShardRecord::name).containsExactly("2");
    assertThat(stream.asked).containsExactly(Position.OLDEST, Position.after("1", Position.WHOLE));
  }

  @Test
  void faults_wait_longer_each_time_up_to_a_limit_and_lose_no_place() throws Exception {
    ShardPoller poller = poller(Position.since(7));
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      stream.faults.add(i % 2 == 0 ? Kind.THROTTLED : Kind.UNAVAILABLE);
      assertThatThrownBy(poller::read).isInstanceOf(StreamFault.class);
      waits.add(poller.pauseMillis());
    }
    stream.put(DATA, AT);

    assertThat(waits.get(0)).isBetween(100L, 200L);
    assertThat(waits.get(3)).isBetween(800L, 1_600L);
    assertThat(waits).allMatch(wait -> wait <= 10_000);
    assertThat(waits.get(11)).isGreaterThanOrEqualTo(5_000);
    assertThat(poller.read().records()).hasSize(1);
    assertThat(poller.pauseMillis()).isEqualTo(200);
    stream.faults.add(Kind.THROTTLED);
    assertThatThrownBy(poller::read).isInstanceOf(StreamFault.class);
    assertThat(poller.pauseMillis()).isLessThanOrEqualTo(200);
  }

  @Test
  void a_shard_is_not_read_faster_than_it_gives() throws Exception {
    stream.put(new byte[1_000_000], AT);
    stream.put(new byte[1_000_000], AT);
    stream.put(new byte[1_000_000], AT);
    ShardPoller poller = poller(Position.OLDEST);

    poller.read();

    assertThat(poller.pauseMillis()).isEqualTo(1_500);
    poller.read();
    assertThat(poller.pauseMillis()).as("the tip").isEqualTo(500);
  }

  @Test
  void an_aggregate_is_gone_on_with_behind_the_record_inside_it_that_was_passed_on()
      throws Exception {
    stream.put(DATA, AT);
    stream.put(Aggregated.of(List.of(DATA, new byte[] {4}, new byte[] {5})), AT);
    stream.put(DATA, AT);

    List<ShardRecord> all = poller(Position.OLDEST).read().records();
    assertThat(all).extracting(ShardRecord::name).containsExactly("1", "2.0", "2.1", "2.2", "3");
    assertThat(all.get(1).behind()).isEqualTo(Position.after("2", 0));
    assertThat(all.get(3).behind()).isEqualTo(Position.after("2", Position.WHOLE));
    for (int passed = 0; passed < all.size(); passed++) {
      assertThat(poller(all.get(passed).behind()).read().records())
          .extracting(ShardRecord::name)
          .isEqualTo(all.subList(passed + 1, all.size()).stream().map(ShardRecord::name).toList());
    }
  }

  @Test
  void a_closed_shard_ends_with_its_last_record() throws Exception {
    stream.put(DATA, AT);
    stream.closed = true;

    ShardBatch batch = poller(Position.OLDEST).read();

    assertThat(batch.ended()).isTrue();
    assertThat(batch.records()).hasSize(1);
  }

  private ShardPoller poller(Position from) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new ShardPoller(stream, "shardId-000000000000", from, 500, clock, 11);
  }
}
