package dev.landfall.reports.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Outcome;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTotalsTest {
  @TempDir Path folder;

  @Test
  void every_number_comes_from_the_lake_and_ties() {
    ReplayTotals totals = totals(Sample.day().rows());
    assertThat(totals.recordsRead()).isEqualTo(18);
    assertThat(totals.calls()).isEqualTo(7);
    assertThat(totals.witnesses()).isEqualTo(11);
    assertThat(totals.duplicates()).isEqualTo(1);
    assertThat(totals.ignored()).containsOnly(entry("control-plane", 1L), entry("not-bedrock", 3L));
    assertThat(totals.rejected()).isEqualTo(1);
    assertThat(totals.changes()).isEqualTo(1);
    assertThat(totals.breachCalls()).as("outside, and in conflict").isEqualTo(2);
    assertThat(totals.pairing())
        .containsExactly(entry("BOTH", 4L), entry("TRAIL_ONLY", 2L), entry("LOG_ONLY", 1L));
    assertThat(totals.verdicts()).containsEntry("AGREED", 3L).containsEntry("BOUNDED", 0L);
    assertThat(totals.ties()).isTrue();
  }

  @Test
  void names_and_order_are_those_of_the_command_line() {
    JsonNode json = new ObjectMapper().valueToTree(totals(Sample.day().rows()));
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "records_read",
            "bytes_read",
            "calls",
            "pairing",
            "verdicts",
            "duplicates",
            "ignored",
            "rejected",
            "late",
            "canary_records",
            "addenda",
            "changes",
            "witnesses",
            "findings",
            "breach_calls",
            "gaps",
            "ties");
    assertThat(json.get("verdicts")).hasSize(8);
    assertThat(json.get("pairing")).hasSize(3);
  }

  @Test
  void an_episode_that_has_ended_is_a_finding_and_one_taken_back_is_none() {
    ReplayTotals ended = totals(List.of(finding("quota-pressure", "ended")));
    assertThat(ended.findings()).containsExactly(entry("quota-pressure", 1L));
    assertThat(ended.outcome()).isEqualTo(Outcome.FINDINGS);
    ReplayTotals none = totals(List.of(finding("residency-breach", "superseded")));
    assertThat(none.findings()).isEmpty();
    assertThat(none.outcome()).isEqualTo(Outcome.FINE);
  }

  private static LakeRow finding(String rule, String status) {
    return new LakeRow(LakeTable.FINDINGS)
        .set("finding_id", "0123456789abcdef")
        .set("rule", rule)
        .set("severity", "warning")
        .set("status", status)
        .set("occurrences", 1L)
        .setMillis("first_seen_at", Sample.NOON.toEpochMilli())
        .setMillis("last_seen_at", Sample.NOON.toEpochMilli());
  }

  @Test
  void a_record_that_went_nowhere_shows() {
    List<LakeRow> rows = new ArrayList<>(Sample.day().rows());
    rows.removeIf(row -> row.table() == LakeTable.REJECTS);
    assertThat(totals(rows).ties()).isFalse();
  }

  @Test
  void a_watched_lake_counts_young_calls_as_unwritten_and_a_replay_as_lost() {
    List<LakeRow> rows = new ArrayList<>(Sample.day().rows());
    boolean[] first = {true};
    rows.removeIf(row -> row.table() == LakeTable.CALLS && first[0] && !(first[0] = false));
    assertThat(totals(rows).ties()).isFalse();
    try (Lake lake = new TestLake(folder).write(rows).publish(Sample.NOON, "up").open()) {
      ReplayTotals live = ReplayTotals.of(lake);
      assertThat(live.ties()).isTrue();
      assertThat(live.records().unwritten()).isBetween(1L, 3L);
    }
  }

  @Test
  void records_of_old_objects_that_went_nowhere_do_not_tie_in_a_watched_lake_either() {
    List<LakeRow> rows = new ArrayList<>(Sample.day().rows());
    rows.removeIf(row -> row.table() == LakeTable.CALLS);
    LakeRow later = new LakeRow(LakeTable.OBJECTS);
    for (LakeRow row : rows) {
      if (row.table() == LakeTable.OBJECTS) {
        LakeTable.OBJECTS.columns().forEach(c -> later.set(c.name(), row.get(c.name())));
      }
    }
    later.set("uri", "later.json.gz").set("records", 0L).set("witness_records", 0L);
    later.set("addendum_records", 0L).set("change_records", 0L).set("ignored_records", 0L);
    later.set("ignored_reasons", "{}").set("rejected_records", 0L);
    Long seen = (Long) later.get("first_seen_at");
    assertThat(seen).isNotNull();
    rows.add(later.set("first_seen_at", seen + 24 * 3_600_000_000L));
    try (Lake lake = new TestLake(folder).write(rows).publish(Sample.NOON, "up").open()) {
      assertThat(ReplayTotals.of(lake).ties()).isFalse();
    }
  }

  @Test
  void an_empty_lake_is_all_zero_and_ties() {
    ReplayTotals totals = totals(List.of());
    assertThat(totals.calls()).isZero();
    assertThat(totals.findings()).isEmpty();
    assertThat(totals.ties()).isTrue();
  }

  private ReplayTotals totals(List<LakeRow> rows) {
    try (Lake lake = new TestLake(folder).write(rows).publish(Sample.NOON).open()) {
      return ReplayTotals.of(lake);
    }
  }
}
