package dev.landfall.reports.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.CanaryRows;
import dev.landfall.core.canary.Planting;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.testkit.Samples;
import dev.landfall.reports.Outcome;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Window;
import dev.landfall.reports.alerts.AlertList;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryReportTest {
  private static final long NOON = Sample.NOON.toEpochMilli();

  @TempDir Path folder;
  private final List<LakeRow> rows = new ArrayList<>();
  private long attempts;

  private static Planting planting(int n, @Nullable String failure) {
    long at = NOON - n * 1_000L;
    return new Planting(
        CanaryId.of(Canary.ACCOUNT, at, n), Canary.ACCOUNT, at, "directory:/logs", 2_000, failure);
  }

  private void receipt(Planting planting, String sink, String outcome, long delayMillis) {
    rows.add(
        new LakeRow(LakeTable.DELIVERIES)
            .set("alert_id", planting.alert())
            .set("sink", sink)
            .set("attempt", ++attempts)
            .set("outcome", outcome)
            .setMillis("attempted_at", planting.plantedAt() + delayMillis - 5)
            .set("notice", "trigger")
            .set("notice_key", planting.alert() + "-1-1-trigger")
            .set("tries", 1L)
            .set("took_ms", 5L)
            .set("occurrences", 1L));
  }

  private Lake lake() {
    return new TestLake(folder).write(rows).publish(Sample.NOON).open();
  }

  @Test
  void each_canary_is_told_late_missed_waiting_or_not_planted() {
    for (int n = 1; n <= 5; n++) {
      rows.add(CanaryRows.planted(planting(n, null)));
    }
    rows.add(CanaryRows.planted(planting(6, "no permission")));
    receipt(planting(1, null), "oncall", "accepted", 700);
    receipt(planting(1, null), "chat", "accepted", 900);
    told(planting(1, null));
    told(planting(2, null));
    receipt(planting(2, null), "oncall", "accepted", 700);
    receipt(planting(2, null), "chat", "retry", 800);
    receipt(planting(2, null), "chat", "accepted", 2_500);
    receipt(planting(3, null), "oncall", "accepted", 700);
    receipt(planting(3, null), "chat", "rejected", 700);
    rows.add(CanaryRows.missed(planting(3, null), "not taken by every sink"));
    rows.add(CanaryRows.missed(planting(4, null), "not read"));

    try (Lake lake = lake()) {
      Map<String, String> outcomes =
          Canaries.read(lake).stream()
              .collect(Collectors.toMap(Canaries.Result::id, Canaries.Result::outcome));
      assertThat(outcomes)
          .containsEntry(planting(1, null).id(), "told")
          .containsEntry(planting(2, null).id(), "late")
          .containsEntry(planting(3, null).id(), "missed")
          .containsEntry(planting(4, null).id(), "missed")
          .containsEntry(planting(5, null).id(), "waiting")
          .containsEntry(planting(6, null).id(), "not planted");
      ReportPage page = new CanaryReport().run(lake, Window.all());
      assertThat(page.sentence()).startsWith("1 of 5 canaries were told in time; the last one");
      assertThat(page.outcome()).isEqualTo(Outcome.FINE);
      List<Object> summary = page.figures().get(0).rows().get(0);
      assertThat(summary.subList(0, 10))
          .containsExactly("directory:/logs", 5L, 1L, 1L, 2L, 1L, 0L, 0.2, 900L, 2_500L);
    }
  }

  private void told(Planting planting) {
    rows.add(CanaryRows.told(planting.id(), Canary.ACCOUNT));
  }

  @Test
  void a_sink_without_a_receipt_may_still_wait_so_receipts_alone_tell_nothing() {
    rows.add(CanaryRows.planted(planting(1, null)));
    receipt(planting(1, null), "oncall", "accepted", 700);
    assertThat(outcomes()).containsValues("waiting");
  }

  @Test
  void without_a_word_from_the_desk_it_is_missed_when_its_time_has_passed() {
    rows.add(CanaryRows.planted(planting(1, null)));
    receipt(planting(1, null), "oncall", "accepted", 700);
    rows.add(
        Sample.object("file:///later.json.gz", "cloudtrail", 1, 1)
            .setMillis("first_seen_at", NOON + 5_000));
    assertThat(outcomes()).containsValues("missed");
  }

  @Test
  void what_a_replay_of_a_fresh_lake_reads_was_planted_by_another_and_tests_nothing() {
    rows.add(CanaryRows.read(call(planting(1, null).id()), true));
    rows.add(
        Sample.object("file:///later.json.gz", "cloudtrail", 1, 1)
            .setMillis("first_seen_at", NOON + 5_000));
    assertThat(outcomes()).containsValues("not ours");
    try (Lake lake = lake()) {
      ReportPage page = new CanaryReport().run(lake, Window.all());
      assertThat(page.sentence()).startsWith("No canary was planted");
      assertThat(page.outcome()).isEqualTo(Outcome.CANNOT_SAY);
      assertThat(page.figures().get(0).rows()).isEmpty();
    }
  }

  @Test
  void one_whose_allowed_time_is_not_on_record_is_never_called_told() {
    rows.add(CanaryRows.planted(planting(1, null)).set("within_ms", null));
    receipt(planting(1, null), "oncall", "accepted", 700);
    told(planting(1, null));
    assertThat(outcomes()).containsValues("not known");
  }

  private Map<String, String> outcomes() {
    try (Lake lake = lake()) {
      return Canaries.read(lake).stream()
          .collect(Collectors.toMap(Canaries.Result::id, Canaries.Result::outcome));
    }
  }

  private static Call call(String id) {
    return Samples.call(id).account(Canary.ACCOUNT).model(Canary.MODEL).api().build();
  }

  @Test
  void without_any_it_says_that_nobody_tested_it() {
    try (Lake lake = lake()) {
      ReportPage page = new CanaryReport().run(lake, Window.all());
      assertThat(page.sentence()).startsWith("No canary was planted").contains("gap");
      assertThat(page.outcome()).isEqualTo(Outcome.CANNOT_SAY);
    }
  }

  @Test
  void receipts_and_alerts_of_canaries_are_in_no_other_report_but_a_missed_one_is() {
    receipt(planting(1, null), "oncall", "accepted", 700);
    rows.add(alert(planting(1, null).alert()));
    rows.add(alert("canary-missed-7f"));
    try (Lake lake = lake()) {
      assertThat(AlertList.read(lake))
          .extracting(AlertList.Entry::id)
          .containsExactly("canary-missed-7f");
    }
  }

  private static LakeRow alert(String id) {
    return new LakeRow(LakeTable.ALERTS)
        .set("alert_id", id)
        .set("revision", 1L)
        .set("finding_id", id)
        .set("state", "open")
        .setMillis("changed_at", NOON)
        .set("rule", Canary.RULE)
        .set("severity", "info")
        .set("occurrences", 1L)
        .setMillis("first_seen_at", NOON)
        .setMillis("last_seen_at", NOON)
        .set("headline", "what")
        .set("change", "opened")
        .set("episode", 1L)
        .setMillis("opened_at", NOON)
        .set("digested", false);
  }
}
