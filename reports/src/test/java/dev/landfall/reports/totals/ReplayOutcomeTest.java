package dev.landfall.reports.totals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.reports.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayOutcomeTest {
  private static ReplayTotals totals(
      long rejected, long late, long gaps, long read, Map<String, Long> findings) {
    RecordSums sums = new RecordSums(read, 1, 10, 0, 0, 0, 0, rejected, late, 0, 0, 0);
    return new ReplayTotals(
        read, 1, 10, Map.of(), Map.of(), 0, Map.of(), rejected, late, 0, 0, 0, 10, findings, 0,
        gaps, sums);
  }

  @Test
  void nothing_found_and_nothing_missing_is_fine() {
    assertThat(totals(0, 0, 0, 10, Map.of()).outcome()).isEqualTo(Outcome.FINE);
  }

  @Test
  void a_finding_is_one() {
    assertThat(totals(0, 0, 0, 10, Map.of("residency-breach", 1L)).outcome())
        .isEqualTo(Outcome.FINDINGS);
  }

  @Test
  void what_could_not_be_read_outranks_findings() {
    Map<String, Long> breach = Map.of("residency-breach", 1L);
    assertThat(totals(1, 0, 0, 11, breach).outcome()).isEqualTo(Outcome.CANNOT_SAY);
    assertThat(totals(0, 1, 0, 11, breach).outcome()).isEqualTo(Outcome.CANNOT_SAY);
    assertThat(totals(0, 0, 1, 10, breach).outcome()).isEqualTo(Outcome.CANNOT_SAY);
  }

  @Test
  void logging_that_was_off_outranks_findings_too() {
    Map<String, Long> found = Map.of("residency-breach", 1L, "evidence-gap", 1L);
    assertThat(totals(0, 0, 0, 10, found).outcome()).isEqualTo(Outcome.CANNOT_SAY);
  }

  @Test
  void sums_that_do_not_tie_are_never_fine() {
    assertThat(totals(0, 0, 0, 11, Map.of()).outcome()).isEqualTo(Outcome.CANNOT_SAY);
  }
}
