package dev.landfall.reports.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsReportTest {
  private static final long NOON = Sample.NOON.toEpochMilli();

  @TempDir Path folder;

  static LakeRow alert(String id, long revision, String state, long occurrences) {
    return new LakeRow(LakeTable.ALERTS)
        .set("alert_id", id)
        .set("revision", revision)
        .set("finding_id", id)
        .set("state", state)
        .setMillis("changed_at", NOON + revision)
        .set("rule", "residency-breach")
        .set("severity", "critical")
        .set("account", "111122223333")
        .set("workload", "contact-centre")
        .set("occurrences", occurrences)
        .setMillis("first_seen_at", NOON - 1_000)
        .setMillis("last_seen_at", NOON)
        .set("headline", "what is wrong")
        .set("change", "opened")
        .set("episode", 1L)
        .setMillis("opened_at", NOON)
        .set("digested", false);
  }

  static LakeRow delivery(String id, long attempt, String outcome) {
    return new LakeRow(LakeTable.DELIVERIES)
        .set("alert_id", id)
        .set("sink", "oncall")
        .set("attempt", attempt)
        .set("outcome", outcome)
        .setMillis("attempted_at", NOON + attempt)
        .set("notice", "trigger")
        .set("notice_key", id + "-1-1")
        .set("tries", attempt)
        .set("occurrences", 3L);
  }

  @Test
  void an_alert_stands_as_its_last_change_left_it_with_its_receipts() {
    TestLake lake =
        new TestLake(folder)
            .write(
                List.of(
                    alert("a1", 1, "open", 1),
                    alert("a1", 2, "updated", 9),
                    alert("b1", 3, "open", 1),
                    alert("b1", 4, "dispositioned", 1),
                    delivery("a1", 1, "retry"),
                    delivery("a1", 2, "accepted"),
                    delivery("b1", 3, "rejected")))
            .publish(Sample.NOON);
    try (Lake open = lake.open()) {
      List<AlertList.Entry> entries = AlertList.read(open);
      assertThat(entries).extracting(AlertList.Entry::id).containsExactly("a1", "b1");
      assertThat(entries.get(0).occurrences()).isEqualTo(9);
      assertThat(entries.get(0).accepted()).isEqualTo(1);
      assertThat(entries.get(0).deliveredAt()).isEqualTo(Sample.NOON.plusMillis(2));
      assertThat(entries.get(1).live()).isFalse();
      assertThat(entries.get(1).refused()).isEqualTo(1);
      ReportPage page = new AlertsReport().run(open, Window.all());
      assertThat(page.sentence()).isEqualTo("1 alert is open, 1 of them not acknowledged.");
      assertThat(page.sections().get(0).rows()).hasSize(3);
    }
  }
}
