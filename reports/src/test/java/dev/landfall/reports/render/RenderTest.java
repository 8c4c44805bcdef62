package dev.landfall.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderTest {
  private static final String HOSTILE =
      "<script>alert('x')</script>\"&\u001b[31m\r\n{{title}}\u202e, =1+1";

  @TempDir Path folder;

  @Test
  void html_escapes_every_value_and_fetches_nothing() {
    String html = Renderer.render(hostile(), Format.HTML);
    assertThat(html)
        .doesNotContain("<script", "\u001b", "\u202e", "http://", "https://", "src=")
        .contains("&lt;script&gt;", "prefers-color-scheme: dark", "@media print", "lang=\"en\"");
    assertThat(html.indexOf(">Coverage<")).isLessThan(html.indexOf(">Open findings<"));
    assertThat(html.indexOf(">Open findings<")).isLessThan(html.indexOf(">Method<"));
    assertThat(html).contains("-- Grain: one row per finding");
  }

  @Test
  void csv_quotes_as_rfc_4180_and_runs_nothing_in_a_spreadsheet() {
    assertThat(CsvPage.field("=HYPERLINK(\"x\")")).isEqualTo("\"'=HYPERLINK(\"\"x\"\")\"");
    assertThat(CsvPage.field("+1")).isEqualTo("'+1");
    assertThat(CsvPage.field("-1")).isEqualTo("'-1");
    assertThat(CsvPage.field("@cmd")).isEqualTo("'@cmd");
    assertThat(CsvPage.field("\tx")).isEqualTo("'\tx");
    assertThat(CsvPage.field(-5L)).isEqualTo("-5");
    assertThat(CsvPage.field("a,b")).isEqualTo("\"a,b\"");
    assertThat(CsvPage.field("a\r\nb")).isEqualTo("\"a\r\nb\"");
    assertThat(CsvPage.field("")).isEmpty();
    assertThat(CsvPage.field(null)).isEmpty();
    String csv = Renderer.render(hostile(), Format.CSV);
    assertThat(csv).startsWith("finding_id,rule,").endsWith("\r\n");
  }

  @Test
  void a_terminal_sees_text_and_never_a_control_character() {
    String table = Renderer.render(hostile(), Format.TABLE);
    assertThat(table).contains("\\u001b[31m", "\\u202e");
    assertThat(table.chars().filter(c -> c < 32 && c != '\n')).isEmpty();
  }

  @Test
  void a_table_is_aligned_and_its_numbers_stand_to_the_right() {
    List<String> lines = page("residency", Sample.day().rows(), Format.TABLE).lines().toList();
    int rule = 0;
    while (!lines.get(rule).startsWith("---")) {
      rule++;
    }
    int end = lines.get(rule).length();
    assertThat(lines.get(rule - 1)).startsWith("Account").endsWith("Quota burn (tokens)");
    for (int i = rule + 1; !lines.get(i).startsWith("---"); i++) {
      assertThat(lines.get(i)).startsWith(Sample.ACCOUNT).hasSize(end);
    }
  }

  @Test
  void a_table_without_rows_says_so_and_keeps_its_columns() {
    assertThat(page("quota", List.of(), Format.TABLE)).contains("Utilisation (%)", "no data");
    assertThat(page("quota", List.of(), Format.HTML)).contains("Utilisation (%)", "no data");
    assertThat(page("quota", List.of(), Format.CSV)).hasLineCount(1);
  }

  @Test
  void a_page_for_people_ends_before_millions_of_rows_do_and_says_where_all_of_them_are() {
    List<LakeRow> minutes =
        IntStream.range(0, 2005).mapToObj(RenderTest::minute).collect(Collectors.toList());
    try (Lake lake = lake(minutes)) {
      Report quota = Reports.byName("quota").orElseThrow();
      ReportPage first = quota.run(lake, Window.all(), Format.HTML.rowsShown());
      assertThat(first.rows()).hasSize(2000);
      String html = Renderer.render(first, Format.HTML);
      assertThat(html)
          .contains("The first 2,000 of 2,005 rows; 5 are left out here.")
          .contains("CSV and JSON of this report hold all.")
          .as("the sum of all rows")
          .contains("20,050");
      String table = Renderer.render(first, Format.TABLE);
      assertThat(table).contains("The first 1,000 of 2,005 rows; 1,005 are left out here.");
      ReportPage all = quota.run(lake, Window.all(), Format.CSV.rowsShown());
      assertThat(Renderer.render(all, Format.CSV)).hasLineCount(2006);
      assertThat(all.rows().subList(0, 2000)).isEqualTo(first.rows());
      assertThat(all.totals()).isEqualTo(first.totals());
      assertThat(Renderer.render(all, Format.HTML)).isEqualTo(html);
    }
  }

  @Test
  void a_table_that_is_shown_whole_leaves_nothing_out() {
    assertThat(page("quota", Sample.day().rows(), Format.HTML)).doesNotContain("left out here");
    assertThat(page("quota", Sample.day().rows(), Format.TABLE)).doesNotContain("left out here");
  }

  private static LakeRow minute(int n) {
    return new LakeRow(LakeTable.QUOTA_MINUTES)
        .set("account", Sample.ACCOUNT)
        .set("source_region", "ap-southeast-6")
        .set("model", Sample.MODEL)
        .set("quota_row", "cross-region")
        .setMillis("minute_at", Sample.NOON.toEpochMilli() + 60_000L * n)
        .set("settled_tokens", 10L)
        .set("peak_rolling_tokens", 10L)
        .set("requests", 1L);
  }

  @Test
  void the_machine_s_language_changes_nothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      String root = page("quota", Sample.day().rows(), Format.TABLE);
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(page("quota", Sample.day().rows(), Format.TABLE)).isEqualTo(root);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void formats_are_found_by_name() {
    assertThat(Format.byName("html")).contains(Format.HTML);
    assertThat(Format.byName("pdf")).isEmpty();
  }

  private ReportPage hostile() {
    LakeRow row =
        new LakeRow(LakeTable.FINDINGS)
            .set("finding_id", "0123456789abcdef")
            .set("rule", HOSTILE)
            .set("severity", "critical")
            .set("status", "open")
            .set("headline", HOSTILE)
            .set("profile", HOSTILE)
            .set("occurrences", 1L)
            .setMillis("first_seen_at", Sample.NOON.toEpochMilli())
            .setMillis("last_seen_at", Sample.NOON.toEpochMilli());
    try (Lake lake = lake(List.of(row))) {
      return Reports.byName("findings").orElseThrow().run(lake, Window.all());
    }
  }

  private String page(String name, List<LakeRow> rows, Format format) {
    try (Lake lake = lake(rows)) {
      return Renderer.render(Reports.byName(name).orElseThrow().run(lake, Window.all()), format);
    }
  }

  private Lake lake(List<LakeRow> rows) {
    return new TestLake(folder.resolve("l" + System.nanoTime()))
        .write(rows)
        .publish(Sample.NOON)
        .open();
  }
}
