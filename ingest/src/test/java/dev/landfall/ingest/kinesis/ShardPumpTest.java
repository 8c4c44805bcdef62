package dev.landfall.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardPumpTest {
  private final Semaphore news = new Semaphore(0);
  private final AtomicInteger reads = new AtomicInteger();
  private @Nullable ShardPump pump;

  @AfterEach
  void stop() {
    if (pump != null) {
      pump.close();
    }
  }

  @Test
  void nothing_more_is_read_while_what_was_read_is_not_taken() throws Exception {
    pump = new ShardPump("test", (id, from) -> new Endless(6 << 20), news::release);
    pump.add("a", Position.OLDEST);
    pump.add("b", Position.OLDEST);
    assertThat(news.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
    // two threads may have been reading when the third batch came
    boolean sixth = news.tryAcquire(3, 300, TimeUnit.MILLISECONDS);

    assertThat(sixth).isFalse();
    assertThat(reads.get()).isLessThanOrEqualTo(5);
    int before = reads.get();
    news.drainPermits(); // of a fourth and a fifth batch
    for (int i = 0; i < 3; i++) {
      assertThat(pump.take()).isNotNull();
    }
    assertThat(news.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reads.get()).isGreaterThan(before);
  }

  @Test
  void a_shard_that_ended_is_read_no_more_and_a_fault_is_handed_over_in_turn() throws Exception {
    List<String> got = new ArrayList<>();
    pump = new ShardPump("test", (id, from) -> new Failing(), news::release);
    pump.add("a", Position.OLDEST);
    while (got.size() < 3) {
      assertThat(news.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      ShardPump.Fetched fetched = pump.take();
      got.add(fetched.fault() == null ? "batch" : fetched.fault().reason());
    }

    assertThat(got).containsExactly("batch", "throttled", "batch");
    assertThat(news.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void a_fault_of_ours_comes_out_where_it_is_seen() throws Exception {
    pump =
        new ShardPump(
            "test",
            (id, from) -> {
              throw new IllegalArgumentException("ours");
            },
            news::release);
    pump.add("a", Position.OLDEST);
    assertThat(news.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(pump::take).hasRootCauseMessage("ours");
  }

  private static ShardBatch batch(long bytes, boolean ended) {
    return new ShardBatch(List.of(), bytes, 0, 0, true, ended);
  }

  private final class Endless implements ShardFeed {
    private final long bytes;

    private Endless(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public ShardBatch read() {
      reads.incrementAndGet();
      return batch(bytes, false);
    }

    @Override
    public long pauseMillis() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static final class Failing implements ShardFeed {
    private int turn;

    @Override
    public ShardBatch read() throws StreamFault {
      turn++;
      if (turn == 2) {
        throw new StreamFault(Kind.THROTTLED, "as the test wants it");
      }
      return batch(0, turn == 3);
    }

    @Override
    public long pauseMillis() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
