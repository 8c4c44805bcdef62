package dev.landfall.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.probe.QuotaTrial.Result;
import dev.landfall.core.probe.QuotaTrial.Terms;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The trial against quotas made up here, in a time that passes as fast as it is waited for. */
class QuotaTrialTest {
  private static final long MINUTE = 60_000;

  private enum Kind {
    CLOCK,
    ROLLING,
    /** Refills evenly, as a token bucket does. */
    BUCKET
  }

  private static Terms terms(long quota, long seed) {
    return new Terms(quota, 64_000, 0.05, 5_000, MINUTE, seed);
  }

  @ParameterizedTest
  @CsvSource({"CLOCK,true", "CLOCK,false", "ROLLING,true", "ROLLING,false"})
  void at_least_19_of_20_runs_find_what_the_quota_is(Kind kind, boolean reserves) throws Exception {
    int right = 0;
    for (int seed = 0; seed < 20; seed++) {
      long quota = seed % 2 == 0 ? 200_000 : 1_000_000;
      Result found =
          QuotaTrial.run(new Quota(kind, reserves, quota, 0.15, seed), terms(quota, seed));
      boolean window =
          found.window().word().equals(kind == Kind.CLOCK ? "clock-minute" : "rolling");
      boolean cache = found.cacheReadsReserved().word().equals(reserves ? "yes" : "no");
      right += window && cache ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(19);
  }

  @Test
  void a_quota_that_refills_evenly_is_neither() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      Result found =
          QuotaTrial.run(new Quota(Kind.BUCKET, false, 200_000, 0, seed), terms(200_000, seed));
      assertThat(found.window().word()).isEqualTo("undecided");
      assertThat(found.window().why()).contains("refills within seconds");
    }
  }

  @Test
  void a_quota_that_is_not_what_it_is_said_to_be_is_undecided() throws Exception {
    for (long real : new long[] {150_000, 300_000}) {
      Result found = QuotaTrial.run(new Quota(Kind.CLOCK, false, real, 0, 1), terms(200_000, 1));
      assertThat(found.window().decided()).isFalse();
      assertThat(found.cacheReadsReserved().decided()).isFalse();
    }
  }

  @Test
  void constant_other_traffic_is_undecided() throws Exception {
    Result found = QuotaTrial.run(new Quota(Kind.ROLLING, false, 200_000, 6, 1), terms(200_000, 1));
    assertThat(found.window().decided()).isFalse();
    assertThat(found.window().why()).contains("other use of the quota");
  }

  /** A quota with its own account of use; reservations end when the answers do, a second later. */
  private static final class Quota implements QuotaBench {
    private final Kind kind;
    private final boolean reserves;
    private final long limit;
    private final double othersPerMinute;
    private final Random dice;
    private final ArrayDeque<long[]> settled = new ArrayDeque<>();
    private final Set<Long> cached = new HashSet<>();
    private long now = 1_793_620_811_000L;
    private long othersNext;
    private double level;
    private long levelAt = now;

    Quota(Kind kind, boolean reserves, long limit, double othersPerMinute, long seed) {
      this.kind = kind;
      this.reserves = reserves;
      this.limit = limit;
      this.othersPerMinute = othersPerMinute;
      this.dice = new Random(seed);
      this.othersNext = now + pause();
    }

    private long pause() {
      return othersPerMinute == 0
          ? Long.MAX_VALUE / 2
          : (long) (-Math.log(1 - dice.nextDouble()) * MINUTE / othersPerMinute);
    }

    @Override
    public long now() {
      return now;
    }

    @Override
    public void waitUntil(long millis) {
      while (othersNext <= millis) {
        use(othersNext, limit / 20);
        othersNext += pause();
      }
      now = Math.max(now, millis + dice.nextInt(20));
    }

    private void use(long at, long tokens) {
      drain(at);
      level += tokens;
      settled.add(new long[] {at, tokens});
    }

    private void drain(long at) {
      level = Math.max(0, level - (at - levelAt) * (limit / (double) MINUTE));
      levelAt = at;
    }

    private long used() {
      drain(now);
      return switch (kind) {
        case BUCKET -> (long) level;
        case CLOCK -> since(now / MINUTE * MINUTE);
        case ROLLING -> since(now - MINUTE + 1);
      };
    }

    private long since(long from) {
      return settled.stream().filter(s -> s[0] >= from).mapToLong(s -> s[1]).sum();
    }

    @Override
    public Volley fire(List<Shot> shots) {
      waitUntil(now);
      long inFlight = 0;
      long read = 0;
      long written = 0;
      int answered = 0;
      long burned = 0;
      for (Shot shot : shots) {
        // Prompts are not the size they were meant to be, and tokenisers differ.
        long prefix = (long) (shot.prefixTokens() * 1.15);
        boolean hit = shot.prefix() == Prefix.CACHED && cached.contains(prefix);
        long reserved = 30 + shot.maxTokens() + (hit && !reserves ? 0 : prefix);
        if (used() + inFlight + reserved > limit) {
          continue;
        }
        inFlight += reserved;
        answered++;
        burned += 30 + 5 + (hit ? 0 : prefix);
        if (shot.prefix() == Prefix.CACHED) {
          read += hit ? prefix : 0;
          written += hit ? 0 : prefix;
          cached.add(prefix);
        }
      }
      now += 800 + dice.nextInt(400);
      use(now, burned);
      return new Volley(answered, shots.size() - answered, 0, burned, read, written);
    }
  }
}
