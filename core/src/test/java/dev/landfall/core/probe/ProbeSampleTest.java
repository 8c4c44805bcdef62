package dev.landfall.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.testkit.ProbeSamples;
import org.junit.jupiter.api.Test;

class ProbeSampleTest {
  @Test
  void a_streamed_sample_fills_every_column_but_the_error() {
    LakeRow row = ProbeSamples.streamed().row();
    for (Column column : LakeTable.PROBES.columns()) {
      if (column.name().startsWith("error_")) {
        assertThat(row.get(column.name())).as(column.name()).isNull();
      } else {
        assertThat(row.get(column.name())).as(column.name()).isNotNull();
      }
    }
  }

  @Test
  void the_time_from_the_due_time_is_the_wait_and_the_time_from_the_send() {
    LakeRow row = ProbeSamples.streamed().row();
    assertThat(row.get("total_ms")).isEqualTo(1204.75);
    assertThat(row.get("sent_total_ms")).isEqualTo(1200.5);
    assertThat(row.get("wait_ms")).isEqualTo(4.25);
    assertThat((long) row.get("sent_at") - (long) row.get("due_at")).isEqualTo(4250L);
  }

  @Test
  void what_never_came_is_null_not_zero() {
    LakeRow row = ProbeSamples.refused().row();
    assertThat(row.get("throttled")).isEqualTo(true);
    assertThat(row.get("error_class")).isEqualTo("throttled");
    for (String name :
        new String[] {"first_token_ms", "gap_count", "output_tokens", "cost_usd", "dns_ms"}) {
      assertThat(row.get(name)).as(name).isNull();
    }
  }

  @Test
  void gaps_are_summed_up_whole_and_kept_in_part() {
    double[] gaps = new double[300];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = 300 - i;
    }
    TokenGaps summed = TokenGaps.of(gaps);
    assertThat(summed.count()).isEqualTo(300);
    assertThat(summed.p50Ms()).isEqualTo(150);
    assertThat(summed.p95Ms()).isEqualTo(285);
    assertThat(summed.maxMs()).isEqualTo(300);
    assertThat(summed.firstMs()).startsWith("300,299,").endsWith(",45");
    assertThat(TokenGaps.of(new double[0])).isEqualTo(new TokenGaps(0, null, null, null, null));
  }
}
