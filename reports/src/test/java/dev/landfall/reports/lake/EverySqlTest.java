package dev.landfall.reports.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Report;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds every query to its header, and runs it on nothing, on one record and on a day. */
class EverySqlTest {
  private static final Pattern BIND = Pattern.compile("\\$([0-9])");

  @TempDir Path folder;

  @Test
  void every_query_runs_on_an_empty_lake() throws Exception {
    run(new TestLake(folder).publish(null));
  }

  @Test
  void every_query_runs_on_one_record() throws Exception {
    Sample one = new Sample();
    one.both("a1", 0, "ap-southeast-2");
    run(new TestLake(folder).write(one.rows().subList(0, 1)).publish(Sample.NOON));
  }

  @Test
  void every_query_runs_on_a_day() throws Exception {
    run(new TestLake(folder).write(Sample.day().rows()).publish(Sample.NOON));
  }

  @Test
  void every_query_says_grain_input_and_binds_and_never_takes_every_column() throws Exception {
    for (Path file : queries()) {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      assertThat(text).as(file.toString()).contains("-- Grain: ", "Input: view", "Binds: ");
      assertThat(text).as(file.toString()).doesNotContainPattern("select\\s+\\*").contains("from");
    }
  }

  @Test
  void an_empty_lake_says_that_it_holds_nothing_rather_than_failing() {
    try (Lake lake = new TestLake(folder).publish(null).open()) {
      for (Report report : Reports.all()) {
        assertThat(report.run(lake, Window.all()).rows()).as(report.name()).isEmpty();
        assertThat(report.run(lake, Window.all()).sentence()).matches("^(No|A|Nothing).*");
      }
      for (LakeTable table : LakeTable.values()) {
        assertThat(ContentDump.lines(lake, table)).isEmpty();
      }
    }
  }

  private static void run(TestLake written) throws Exception {
    try (Lake lake = written.open();
        LakeSession session = lake.session(Window.all())) {
      for (Path file : queries()) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        List<Row> first = session.read(text, file.toString(), binds(text));
        List<Row> second = session.read(text, file.toString(), binds(text));
        assertThat(values(first)).as(file.toString()).isEqualTo(values(second));
      }
    }
  }

  private static List<String> values(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      List<Object> shown = new ArrayList<>();
      row.values().forEach(value -> shown.add(value instanceof byte[] b ? b.length : value));
      lines.add(shown.toString());
    }
    return lines;
  }

  /**
   * The header says what each bind is: a window's ends, rows at most, when the call ended, or a
   * text.
   */
  private static Object[] binds(String text) {
    String header =
        text.lines().takeWhile(line -> line.startsWith("--")).collect(Collectors.joining("\n"));
    List<Object> binds = new ArrayList<>();
    Matcher bind = BIND.matcher(header);
    while (bind.find()) {
      String rest = header.substring(bind.end()).stripLeading();
      if (rest.startsWith("from")) {
        binds.add(Window.all().fromBind());
      } else if (rest.startsWith("to")) {
        binds.add(Window.all().toBind());
      } else if (rest.startsWith("rows")) {
        binds.add(3);
      } else if (rest.startsWith("when")) {
        binds.add(OffsetDateTime.parse("2026-11-02T12:00:00Z"));
      } else {
        binds.add("x");
      }
    }
    return binds.toArray();
  }

  private static List<Path> queries() throws URISyntaxException, IOException {
    URI marker =
        EverySqlTest.class.getResource("/dev/landfall/reports/residency/residency.sql").toURI();
    Path root = Path.of(marker).getParent().getParent();
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
      assertThat(found).hasSizeGreaterThan(15);
      return found;
    }
  }
}
