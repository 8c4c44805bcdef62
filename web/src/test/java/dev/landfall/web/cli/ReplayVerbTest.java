package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.jobs.audittrail.ReplayOutcome;
import dev.landfall.reports.totals.RecordSums;
import dev.landfall.reports.totals.ReplayTotals;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayVerbTest {
  @Test
  void episodes_that_have_ended_are_not_called_open() {
    RecordSums sums = new RecordSums(10, 1, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    ReplayTotals totals =
        new ReplayTotals(
            10,
            1,
            10,
            Map.of(),
            Map.of(),
            0,
            Map.of(),
            0,
            0,
            0,
            0,
            0,
            10,
            Map.of("quota-pressure", 3L),
            0,
            0,
            sums);
    String text = ReplayVerb.text(totals, new ReplayOutcome(10, 1, 2.0, 1.0));
    assertThat(text).contains("findings, open or ended\n  quota-pressure").contains("sums tie");
    assertThat(text).doesNotContain("open findings");
  }
}
