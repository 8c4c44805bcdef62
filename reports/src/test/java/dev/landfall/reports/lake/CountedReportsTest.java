package dev.landfall.reports.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.rollup.DayRollup;
import dev.landfall.core.rollup.MonthRollup;
import dev.landfall.core.rollup.ObjectDay;
import dev.landfall.core.rollup.ProbeSamples;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.latency.LatencyOptions;
import dev.landfall.reports.latency.LatencyReport;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose days are counted gives every report, byte by byte, that its calls alone give. */
class CountedReportsTest {
  private static final Instant START = Instant.parse("2026-10-29T00:00:00Z");
  private static final int DAYS = 6; // over the end of a month
  private static final LocalDate SECOND = LocalDate.parse("2026-10-30");
  private static final Instant END = START.plus(Duration.ofDays(DAYS));

  @TempDir Path folder;
  private final Random dice = new Random(20261121);

  @Test
  void every_report_is_the_same_with_and_without_counts() {
    List<LakeRow> calls = calls(1500);
    assertSame(plain(calls, List.of()), counted(calls, calls, List.of()), "residency", "latency");
  }

  @Test
  void so_it_is_where_the_probe_made_some_of_the_calls() {
    List<LakeRow> calls = calls(800);
    List<LakeRow> probes = probes(calls);
    TestLake plain = plain(calls, List.of()).writeSealed(probes);
    TestLake counted = counted(calls, calls, probes).writeSealed(probes);
    assertSame(plain, counted);
  }

  @Test
  void so_it_is_where_a_correction_came_after_the_day_was_counted() {
    List<LakeRow> calls = calls(500);
    List<LakeRow> corrected = List.of(corrected(calls.get(10)), corrected(calls.get(400)));
    assertSame(
        plain(calls, List.of()).write(corrected),
        counted(calls, calls, List.of()).write(corrected));
  }

  @Test
  void so_it_is_for_the_objects_that_were_read() {
    List<LakeRow> objects = objects(400);
    assertSame(
        new TestLake(folder.resolve("plain")).writeSealed(objects),
        new TestLake(folder.resolve("counted")).writeSealed(objects).writeSealed(counted(objects)),
        "coverage");
  }

  @Test
  void so_it_is_where_an_object_was_read_again_another_day() {
    List<LakeRow> objects = objects(200);
    List<LakeRow> again = new ArrayList<>();
    for (int i = 0; i < 200; i += 70) {
      again.add(
          LakeRow.decode(objects.get(i).encode())
              .set("revision", 2L)
              .set("status", "damaged")
              .set("records", 1_000_000L)
              .setMillis("first_seen_at", END.minusSeconds(60).toEpochMilli()));
    }
    assertSame(
        new TestLake(folder.resolve("plain")).writeSealed(objects).write(again),
        new TestLake(folder.resolve("counted"))
            .writeSealed(objects)
            .writeSealed(counted(objects))
            .write(again));
  }

  @Test
  void so_it_is_where_a_counted_day_has_lost_all_of_its_objects_to_a_later_one() {
    List<LakeRow> objects = objects(300);
    List<LakeRow> left = objects.stream().filter(row -> !row.day().equals(SECOND)).toList();
    assertSame(
        new TestLake(folder.resolve("plain")).writeSealed(left),
        new TestLake(folder.resolve("counted")).writeSealed(left).writeSealed(counted(objects)),
        "coverage");
  }

  @Test
  void so_it_is_where_samples_came_after_the_day_was_counted() {
    List<LakeRow> calls = calls(500);
    List<LakeRow> probes = probes(calls.subList(0, 100));
    assertSame(
        plain(calls, List.of()).write(probes), counted(calls, calls, List.of()).write(probes));
  }

  @Test
  void a_counted_day_is_not_looked_at_call_by_call() {
    List<LakeRow> calls = calls(600);
    List<LakeRow> others = calls(900);
    try (Lake lake = counted(others, calls, List.of()).publish(END).open()) {
      // the counts are of other calls than those that stand there: so they were what was read
      assertThat(total(lake, Window.all())).isEqualTo(900);
      Instant noon = START.plus(Duration.ofHours(36));
      assertThat(total(lake, new Window(noon, noon.plusSeconds(7200))))
          .isEqualTo(between(others, noon, noon.plusSeconds(7200)));
    }
  }

  @Test
  void a_counted_month_is_not_looked_at_day_by_day() {
    List<LakeRow> calls = calls(300);
    TestLake lake =
        new TestLake(folder.resolve("counted"))
            .writeSealed(calls)
            .writeSealed(daysOf(calls))
            .writeSealed(months(daysOf(calls(700))));
    try (Lake open = lake.publish(END).open()) {
      assertThat(total(open, Window.all())).isEqualTo(700);
      assertThat(total(open, new Window(START, START.plus(Duration.ofDays(1)))))
          .isEqualTo(between(calls, START, START.plus(Duration.ofDays(1))));
    }
  }

  @Test
  void so_it_is_where_a_day_of_a_month_was_never_counted() {
    List<LakeRow> calls = calls(700);
    List<LakeRow> rows =
        daysOf(calls).stream().filter(row -> !DayRollup.dayOf(row).equals(SECOND)).toList();
    TestLake counted =
        new TestLake(folder.resolve("counted"))
            .writeSealed(calls)
            .writeSealed(rows)
            .writeSealed(months(rows));
    assertSame(plain(calls, List.of()), counted, "residency");
  }

  @Test
  void a_month_of_which_a_day_no_longer_counts_is_read_by_its_days() {
    List<LakeRow> before = calls(700);
    List<LakeRow> after = new ArrayList<>();
    for (LakeRow call : before) {
      LakeRow judged = LakeRow.decode(call.encode());
      after.add(call.day().equals(SECOND) ? judged.set("placement", "UNLIMITED") : judged);
    }
    List<LakeRow> rows = daysOf(before);
    TestLake counted =
        new TestLake(folder.resolve("counted"))
            .writeSealed(after)
            .writeSealed(without(rows, SECOND))
            .writeSealed(months(rows));
    assertSame(plain(after, List.of()), counted, "residency");
  }

  @Test
  void so_it_is_where_a_month_was_judged_and_counted_anew() {
    List<LakeRow> calls = calls(700);
    List<LakeRow> judged =
        calls.stream()
            .map(call -> LakeRow.decode(call.encode()).set("policy_version", "2026-12-01"))
            .toList();
    assertSame(plain(judged, List.of()), counted(judged, judged, List.of()));
  }

  @Test
  void a_new_version_of_the_lake_is_seen_though_the_one_before_was_asked() {
    List<LakeRow> calls = calls(300);
    TestLake lake = counted(calls, calls, List.of()).publish(END);
    try (Lake before = lake.open()) {
      assertThat(total(before, Window.all())).isEqualTo(300);
      List<LakeRow> more = new ArrayList<>();
      calls(40).forEach(call -> more.add(call.set("request_id", "more-" + call.get("request_id"))));
      lake.write(more).publish(END);
      try (Lake after = before.refresh()) {
        assertThat(total(after, Window.all())).isEqualTo(340);
      }
      assertThat(total(before, Window.all())).isEqualTo(300);
    }
  }

  private static long total(Lake lake, Window window) {
    return Reports.byName("residency").orElseThrow().run(lake, window).coverage().calls();
  }

  private static long between(List<LakeRow> calls, Instant from, Instant to) {
    return calls.stream()
        .mapToLong(call -> (Long) call.get("called_at") / 1000)
        .filter(at -> at >= from.toEpochMilli() && at < to.toEpochMilli())
        .count();
  }

  private TestLake plain(List<LakeRow> calls, List<LakeRow> more) {
    return new TestLake(folder.resolve("plain")).writeSealed(calls).writeSealed(more);
  }

  private TestLake counted(List<LakeRow> of, List<LakeRow> calls, List<LakeRow> probes) {
    ProbeSamples samples = new ProbeSamples();
    probes.forEach(samples::add);
    Map<LocalDate, DayRollup> days = new TreeMap<>();
    for (LakeRow call : of) {
      days.computeIfAbsent(call.day(), day -> new DayRollup(day, samples)).add(call);
    }
    List<LakeRow> rows = new ArrayList<>();
    days.values().forEach(day -> rows.addAll(day.rows()));
    return new TestLake(folder.resolve("counted"))
        .writeSealed(calls)
        .writeSealed(rows)
        .writeSealed(months(rows));
  }

  /** The rows by month of rows by day. */
  private static List<LakeRow> months(List<LakeRow> rows) {
    List<LakeRow> added = new ArrayList<>();
    for (LakeTable table : List.of(LakeTable.CALLS_MONTHLY, LakeTable.LATENCY_MONTHLY)) {
      Map<LocalDate, MonthRollup> months = new TreeMap<>();
      for (LakeRow row : rows) {
        if (row.table() == MonthRollup.daysOf(table)) {
          months.computeIfAbsent(row.day(), month -> new MonthRollup(month, table)).add(row);
        }
      }
      months.values().forEach(month -> added.addAll(month.rows()));
    }
    return added;
  }

  private static List<LakeRow> without(List<LakeRow> rows, LocalDate day) {
    return rows.stream()
        .filter(row -> row.table() != LakeTable.CALLS_HOURLY || !DayRollup.dayOf(row).equals(day))
        .toList();
  }

  private static List<LakeRow> daysOf(List<LakeRow> calls) {
    Map<LocalDate, DayRollup> days = new TreeMap<>();
    for (LakeRow call : calls) {
      days.computeIfAbsent(call.day(), day -> new DayRollup(day, new ProbeSamples())).add(call);
    }
    List<LakeRow> rows = new ArrayList<>();
    days.values().forEach(day -> rows.addAll(day.rows()));
    return rows;
  }

  private static void assertSame(TestLake plain, TestLake counted, String... names) {
    try (Lake without = plain.publish(END).open();
        Lake with = counted.publish(END).open()) {
      for (Window window : windows()) {
        for (String name : names) {
          assertSame(Reports.byName(name).orElseThrow(), without, with, window);
        }
      }
      for (Report report : reports()) {
        assertSame(report, without, with, ODD);
      }
      try (Lake withoutProbes = without.withProbes();
          Lake withProbes = with.withProbes()) {
        Report residency = Reports.byName("residency").orElseThrow();
        assertSame(residency, withoutProbes, withProbes, ODD);
      }
    }
  }

  private static void assertSame(Report report, Lake without, Lake with, Window window) {
    assertThat(text(report, with, window))
        .as(report.name() + " of " + window.text())
        .isEqualTo(text(report, without, window));
  }

  private static List<Report> reports() {
    List<Report> reports = new ArrayList<>(Reports.all());
    reports.add(
        new LatencyReport(new LatencyOptions(null, null, Map.of("workload-1", 900L), 700L)));
    return reports;
  }

  /** From within a minute to within another, over the end of the month. */
  private static final Window ODD =
      new Window(
          START.plus(Duration.ofHours(34)).plusSeconds(1021),
          START.plus(Duration.ofHours(107)).plusSeconds(3000));

  private static List<Window> windows() {
    Instant second = START.plus(Duration.ofDays(1));
    Instant odd = second.plusSeconds(37_021);
    return List.of(
        Window.all(),
        new Window(second, second.plus(Duration.ofDays(2))),
        new Window(second.plus(Duration.ofHours(5)), second.plus(Duration.ofHours(53))),
        new Window(odd, odd.plusSeconds(1200)),
        new Window(odd, null));
  }

  private static String text(Report report, Lake lake, Window window) {
    ReportPage page = report.run(lake, window);
    StringBuilder text = new StringBuilder();
    for (Format format : Format.values()) {
      text.append(Renderer.render(page, format));
    }
    return text.toString();
  }

  private static List<LakeRow> counted(List<LakeRow> objects) {
    Map<LocalDate, ObjectDay> days = new TreeMap<>();
    objects.forEach(row -> days.computeIfAbsent(row.day(), ObjectDay::new).add(row));
    List<LakeRow> rows = new ArrayList<>();
    days.forEach(
        (day, counted) -> {
          rows.addAll(counted.counts());
          for (long key : counted.keys()) {
            rows.add(ObjectDay.keyRow(day, key));
          }
        });
    return rows;
  }

  /** Objects of both kinds and some others, some bad, some that name no time. */
  private List<LakeRow> objects(int n) {
    List<LakeRow> objects = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      long seen = START.toEpochMilli() + (long) (dice.nextDouble() * DAYS * 86_400_000L);
      boolean timed = dice.nextInt(5) > 0;
      String name =
          DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'")
              .withZone(ZoneOffset.UTC)
              .format(Instant.ofEpochMilli(seen));
      objects.add(
          new LakeRow(LakeTable.OBJECTS)
              .set("uri", "s3://trail/" + i + one("_" + name + "_x", "_20261399T9999Z_x", "plain"))
              .set("sha256", Integer.toHexString(i))
              .set("kind", one("cloudtrail", "invocation-log", "stream"))
              .set("account", one("111122223333", "444455556666", null))
              .set("region", one("ap-southeast-6", null))
              .set("status", one("read", "read", "read", "empty", "damaged", "unreadable"))
              .set("reason", one("bad-json", null))
              .set("size_bytes", 100L + i)
              .set("records", dice.nextInt(4) > 0 ? (Long) 9L : null)
              .set("witness_records", 5L)
              .set("ignored_records", 2L)
              .set("ignored_reasons", one("{\"not-bedrock\":3}", "{\"a \\\" b\":1,\"x\":2}", "{}"))
              .setMillis("covers_from_at", dice.nextInt(4) > 0 ? (Long) (seen - 900_000) : null)
              .setMillis("first_event_at", timed ? (Long) (seen - dice.nextInt(9_000_000)) : null)
              .setMillis("last_event_at", timed ? (Long) seen : null)
              .setMillis("first_seen_at", seen)
              .set("revision", 1L));
    }
    return objects;
  }

  /** Calls of all sorts, every nullable column null in some. */
  private List<LakeRow> calls(int n) {
    List<LakeRow> calls = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      long at = START.toEpochMilli() + (long) (dice.nextDouble() * DAYS * 86_400_000L);
      if (i % 50 == 0) {
        at -= at % 3_600_000; // on the hour
      }
      boolean ran = dice.nextInt(10) > 0;
      boolean logged = dice.nextInt(4) > 0;
      calls.add(
          new LakeRow(LakeTable.CALLS)
              .set("partition", "aws")
              .set("account", "11112222333" + dice.nextInt(3))
              .set("request_id", "request-" + i)
              .setMillis("called_at", at)
              .setMillis("completed_at", at + 1000)
              .set("source_region", one("ap-southeast-6", "ap-southeast-2", null))
              .set("operation", one("Converse", "ConverseStream"))
              .set("streaming", dice.nextBoolean())
              .set("model", one("anthropic.claude-sonnet-4-6", "amazon.nova-lite-v1:0", null))
              .set("profile", one("au.anthropic.claude-sonnet-4-6", null))
              .set(
                  "error_code",
                  ran ? one(null, null, "ModelErrorException") : "ThrottlingException")
              .set("pairing", one("BOTH", "TRAIL_ONLY", "LOG_ONLY"))
              .set("verdict", ran ? one("AGREED", "UNKNOWN", "BOUNDED") : "NOT_RUN")
              .set("inference_region", one("ap-southeast-2", "ap-southeast-4", null))
              .set("country", one("AU", null))
              .set("workload", "workload-" + dice.nextInt(3))
              .set("placement", one("INSIDE", "OUTSIDE", "UNPROVEN"))
              .set(
                  "rules",
                  one(null, "residency-breach", "x,residency-breach", "residency-breach-2"))
              .set("policy_version", one("2026-10-01", "2026-11-01"))
              .set("catalogue_version", "2026-11-01")
              .set("input_tokens", logged ? (Long) (long) dice.nextInt(5000) : null)
              .set("output_tokens", logged ? (Long) (long) dice.nextInt(2000) : null)
              .set("cache_read_tokens", dice.nextInt(9) == 0 ? 7L : null)
              .set("burn_tokens", logged ? (Long) (long) dice.nextInt(9000) : null)
              .set("latency_ms", logged ? (Long) (long) dice.nextInt(70_000) : null)
              .set("first_token_ms", logged ? (Long) (long) dice.nextInt(900) : null)
              .set("quota_row", one("cross-region", null))
              .set("witnesses", 1L + dice.nextInt(3))
              .set("addenda", (long) dice.nextInt(2))
              .set("copies", 3L + dice.nextInt(3))
              .set("content_hash", Integer.toHexString(i)));
    }
    return calls;
  }

  private String one(String... of) {
    return of[dice.nextInt(of.length)];
  }

  /** The same call with more known of it. */
  private static LakeRow corrected(LakeRow call) {
    LakeRow more = LakeRow.decode(call.encode());
    return more.set("witnesses", 3L)
        .set("addenda", 1L)
        .set("copies", 9L)
        .set("verdict", "CONFLICT")
        .set("input_tokens", 1_000_000L);
  }

  private List<LakeRow> probes(List<LakeRow> calls) {
    List<LakeRow> probes = new ArrayList<>();
    for (int i = 0; i < calls.size(); i += 9) {
      LakeRow call = calls.get(i);
      probes.add(
          new LakeRow(LakeTable.PROBES)
              .set("sample_id", "s" + i)
              .set("request_id", call.get("request_id"))
              .set("account", i % 2 == 0 ? call.get("account") : i % 3 == 0 ? "999999999999" : null)
              .set("partition", i % 5 == 0 ? "aws" : null)
              .set("source_region", "ap-southeast-6")
              .set("purpose", "measure")
              .set("operation", "Converse")
              .set("streaming", false)
              .set("total_ms", 500.5 + i)
              .set("wait_ms", 0.5)
              .set("sent_total_ms", 500.0 + i)
              .set("sent_at", call.get("called_at")));
    }
    return probes;
  }
}
