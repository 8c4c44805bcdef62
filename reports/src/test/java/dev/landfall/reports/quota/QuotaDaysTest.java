package dev.landfall.reports.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.rollup.QuotaDay;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long window's quota page is by day, and the same with and without sums made ahead. */
class QuotaDaysTest {
  private static final Instant START = Instant.parse("2026-10-29T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(6)); // over the end of a month
  private static final int SHOWN = 20; // of more than ten times as many minutes
  private static final Report QUOTA = Reports.byName("quota").orElseThrow();

  @TempDir Path folder;
  private final Random dice = new Random(20261121);

  @Test
  void the_page_is_the_same_with_sums_without_and_with_some() {
    List<LakeRow> minutes = minutes(900);
    LocalDate second = LocalDate.parse("2026-10-30");
    List<LakeRow> some =
        sums(minutes).stream()
            .filter(row -> !LocalDate.ofEpochDay(dayOf(row)).equals(second))
            .toList();
    assertSame(minutes, List.of(), sums(minutes));
    assertSame(minutes, List.of(), some);
  }

  @Test
  void so_it_is_where_minutes_came_to_a_day_that_was_added_up() {
    List<LakeRow> minutes = minutes(900);
    LakeRow changed =
        LakeRow.decode(minutes.get(100).encode())
            .set("revision", 9L)
            .set("peak_rolling_tokens", 9_000_000L);
    assertSame(minutes, List.of(changed), sums(minutes));
  }

  @Test
  void a_day_that_is_added_up_is_not_looked_at_minute_by_minute() {
    List<LakeRow> minutes = minutes(400);
    TestLake lake = new TestLake(folder.resolve("a")).writeSealed(minutes);
    try (Lake open = lake.writeSealed(sums(minutes(900))).publish(END).open()) {
      ReportPage page = QUOTA.run(open, Window.all(), SHOWN);
      assertThat(page.totals().get(5)).as("minutes of the sums, not of the table").isEqualTo(900L);
    }
  }

  @Test
  void the_fullest_day_is_first_and_leads_to_its_minutes() {
    List<LakeRow> minutes = minutes(900);
    minutes.get(50).set("peak_rolling_tokens", 1_000_000L).set("quota_tokens", 1000L);
    try (Lake lake = new TestLake(folder.resolve("a")).writeSealed(minutes).publish(END).open()) {
      ReportPage page = QUOTA.run(lake, Window.all(), SHOWN);
      assertThat(page.rows()).hasSize(SHOWN);
      assertThat(page.sentence()).startsWith("The fullest minute used 100000.0 % of its quota");
      LocalDate day = minutes.get(50).day();
      assertThat(Renderer.render(page, Format.HTML).replace("&#x3D;", "="))
          .contains("<a href=\"?from=" + day + "&amp;to=" + day.plusDays(1) + "\">" + day + "</a>");
      Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      ReportPage minute = QUOTA.run(lake, new Window(from, from.plusSeconds(86_400)), SHOWN);
      assertThat(minute.columns()).extracting("name").contains("minute").doesNotContain("day");
      assertThat(minute.rows().get(0)).contains(1_000_000L);
    }
  }

  @Test
  void who_wants_all_rows_gets_minutes_and_more_than_are_handed_out_are_only_counted() {
    List<LakeRow> minutes = minutes(12_000);
    try (Lake lake = new TestLake(folder.resolve("a")).writeSealed(minutes).publish(END).open()) {
      assertThat(QUOTA.run(lake, Window.all()).rows()).hasSize(12_000);
      ReportPage none = QUOTA.run(lake, Window.all(), 11_000);
      assertThat(none.rows()).isEmpty();
      assertThat(none.table().rowCount()).isEqualTo(12_000);
      assertThat(QUOTA.run(lake, Window.all(), 13_000).rows()).hasSize(12_000);
    }
  }

  private void assertSame(List<LakeRow> minutes, List<LakeRow> more, List<LakeRow> sums) {
    int run = dice.nextInt();
    TestLake plain = new TestLake(folder.resolve("p" + run)).writeSealed(minutes).write(more);
    TestLake summed = new TestLake(folder.resolve("s" + run)).writeSealed(minutes).write(more);
    try (Lake without = plain.publish(END).open();
        Lake with = summed.writeSealed(sums).publish(END).open()) {
      for (Window window :
          List.of(
              Window.all(),
              new Window(START.plusSeconds(86_400), END.minusSeconds(86_400)),
              new Window(START.plusSeconds(37_021), END.minusSeconds(37_021)))) {
        assertThat(text(with, window)).isEqualTo(text(without, window)).contains("by day");
      }
    }
  }

  private static String text(Lake lake, Window window) {
    ReportPage page = QUOTA.run(lake, window, SHOWN);
    return Renderer.render(page, Format.HTML) + Renderer.render(page, Format.TABLE);
  }

  private static long dayOf(LakeRow row) {
    return Math.floorDiv((Long) Objects.requireNonNull(row.get("day_at")), 86_400_000_000L);
  }

  private static List<LakeRow> sums(List<LakeRow> minutes) {
    Map<LocalDate, QuotaDay> days = new TreeMap<>();
    minutes.forEach(row -> days.computeIfAbsent(row.day(), QuotaDay::new).add(row));
    List<LakeRow> rows = new ArrayList<>();
    days.values().forEach(day -> rows.addAll(day.rows()));
    return rows;
  }

  /** Minutes of twelve quota rows, every nullable column null in some, some of them taken back. */
  private List<LakeRow> minutes(int n) {
    List<LakeRow> minutes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean mantle = i % 4 == 0;
      minutes.add(
          new LakeRow(LakeTable.QUOTA_MINUTES)
              .set("account", "11112222333" + i % 3)
              .set("source_region", "ap-southeast-6")
              .set("model", i % 5 == 0 ? "nova" : "claude")
              .set("quota_row", mantle ? "mantle" : "cross-region")
              .setMillis("minute_at", START.toEpochMilli() + 60_000L * (i * 8639L / n))
              .set("settled_tokens", 1L + dice.nextInt(50))
              .set("peak_rolling_tokens", maybe(60))
              .set("peak_clock_tokens", 3L)
              .set("peak_reserved_tokens", 2L)
              .set("requests", 1L + dice.nextInt(5))
              .set("throttled", (long) dice.nextInt(2))
              .set("unknown_settled", (long) dice.nextInt(2))
              .set("unknown_reserved", 0L)
              .set("quota_tokens", maybe(3))
              .set("quota_requests", maybe(3))
              .set("revision", 1L)
              .set("peak_requests", maybe(9))
              .set("quota_tokens_per_day", maybe(4000))
              .set("unset_max_tokens", maybe(2))
              .set("reserved_tokens", maybe(40))
              .set("output_tokens", mantle ? maybe(80) : null)
              .set("unknown_output", mantle ? maybe(2) : null)
              .set("quota_output_tokens", mantle ? maybe(90) : null));
    }
    return minutes;
  }

  private @Nullable Long maybe(int most) {
    return dice.nextInt(3) == 0 ? null : (Long) (long) dice.nextInt(most);
  }
}
