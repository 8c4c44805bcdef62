package dev.landfall.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.quota.QuotaMath.Basis;
import org.junit.jupiter.api.Test;

/** AWS's worked numbers (Bedrock user guide, quotas-token-burndown) and the Auckland article's. */
class QuotaMathTest {
  private final QuotaMath math = QuotaMath.userGuide();

  private Long reserve(long maxTokens) {
    return math.reserve(3_000L, 1_000L, 4_000L, Basis.STATED, maxTokens, null);
  }

  @Test
  void the_user_guides_example_reserves_and_settles() {
    assertThat(reserve(32_000)).isEqualTo(36_000);
    assertThat(math.settle(3_000L, 1_000L, 1_000L, 5L)).isEqualTo(9_000);
  }

  @Test
  void a_small_limit_reserves_less_than_is_settled() {
    assertThat(reserve(1_250)).isEqualTo(5_250);
    assertThat(math.settle(3_000L, 1_000L, 1_000L, 5L)).isEqualTo(9_000);
  }

  @Test
  void auckland_burns_5200_of_6000() {
    Long settled = math.settle(200L, null, 1_000L, 5L);
    assertThat(settled).isEqualTo(5_200);
    assertThat(Math.round(settled / 6_000.0 * 1000) / 10.0).isEqualTo(86.7);
  }

  @Test
  void the_same_auckland_call_is_refused_for_what_it_reserves() {
    assertThat(math.reserve(200L, null, null, Basis.STATED, 8_000L, null))
        .isEqualTo(8_200)
        .isGreaterThan(6_000);
    assertThat(math.reserve(200L, null, null, Basis.STATED, 1_000L, null)).isEqualTo(1_200);
  }

  @Test
  void cache_reads_are_reserved_only_when_asked_for() {
    Long with = new QuotaMath(true).reserve(3_000L, 1_000L, 4_000L, Basis.STATED, 32_000L, null);
    assertThat(with).isEqualTo(40_000);
  }

  @Test
  void unset_is_the_models_maximum_if_known_and_unseen_is_unknown() {
    assertThat(math.reserve(10L, null, null, Basis.UNSET, null, 64_000L)).isEqualTo(64_010);
    assertThat(math.reserve(10L, null, null, Basis.UNSET, null, null)).isNull();
    assertThat(math.reserve(10L, null, null, Basis.UNSEEN, null, 64_000L)).isNull();
  }

  @Test
  void a_count_that_no_call_can_have_is_not_known() {
    long most = QuotaMath.MOST_TOKENS;
    assertThat(math.settle(most, null, most, 5L)).isEqualTo(6 * most);
    assertThat(math.settle(most + 1, null, 0L, 5L)).isNull();
    assertThat(math.settle(1L, most + 1, 0L, null)).isNull();
    assertThat(math.settle(1L, null, Long.MAX_VALUE, 5L)).isNull();
    assertThat(math.reserve(1L, null, null, Basis.STATED, most + 1, null)).isNull();
    assertThat(math.reserve(1L, null, most + 1, Basis.STATED, 1L, null)).isNull();
  }

  @Test
  void what_is_not_said_is_not_settled() {
    assertThat(math.settle(null, 1L, 1L, 5L)).isNull();
    assertThat(math.settle(1L, 1L, null, 5L)).isNull();
    assertThat(math.settle(1L, 1L, 1L, null)).isNull();
    assertThat(math.settle(1L, 1L, 0L, null)).isEqualTo(2);
  }
}
