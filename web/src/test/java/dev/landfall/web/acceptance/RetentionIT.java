package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.Report;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.totals.RecordSums;
import dev.landfall.reports.totals.ReplayTotals;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four days of logs, a retention of two: compacted, replayed, and read anew by a service. */
class RetentionIT {
  @TempDir static Path folder;
  private Path made;
  private Path all;
  private Path keeping;

  @Test
  void days_leave_stay_away_and_the_kept_ones_say_the_same() throws Exception {
    generate();
    Landfall.Ended replay = run("replay", "--json", "--config", all.toString());
    JsonNode whole = new JsonMapper().readTree(replay.out());
    assertThat(whole.has("removed")).isFalse();
    String dry = run("lake", "compact", "--dry-run", "--config", keeping.toString()).out();
    assertThat(dry).containsPattern("1 day before [0-9-]{10}, .* would leave the lake");
    LocalDate from = LocalDate.parse(dry.replaceAll("(?s).* before ([0-9-]{10}),.*", "$1"));
    Map<String, String> before = reports(from);

    Landfall.Ended compacted = run("lake", "compact", "--config", keeping.toString());

    assertThat(compacted.exit()).as(compacted.err()).isZero();
    String which = dry.substring(0, dry.indexOf("would leave"));
    assertThat(compacted.err()).contains("retention.calls is 2d: " + which);
    assertThat(compacted.out()).contains(which + "left the lake: ");
    assertThat(reports(from)).isEqualTo(before);
    assertTies(whole.get("records_read").asLong());
    assertSaid(from);

    Landfall.Ended again = run("replay", "--json", "--config", keeping.toString());
    JsonNode totals = new JsonMapper().readTree(again.out());
    assertThat(totals.get("ties").asBoolean()).isTrue();
    assertThat(totals.get("removed").asLong()).isPositive();
    assertThat(totals.get("calls").asLong()).isLessThan(whole.get("calls").asLong());
    assertThat(reports(from)).isEqualTo(before);
    serviceReadsAllAnew();
    assertTies(whole.get("records_read").asLong());
    try (Lake lake = lake()) {
      assertThat(lake.manifest().files(LakeTable.CALLS))
          .isNotEmpty()
          .noneMatch(file -> LocalDate.parse(file.dt()).isBefore(from));
    }
  }

  private void generate() throws Exception {
    made = folder.resolve("made");
    assertThat(
            run(
                    "generate",
                    "--out",
                    made.toString(),
                    "--calls",
                    "2000",
                    "--seed",
                    "4",
                    "--start",
                    "2026-11-01",
                    "--span",
                    "4d",
                    "--noise",
                    "0",
                    "--clean")
                .exit())
        .isZero();
    all = made.resolve("landfall.yaml");
    keeping = made.resolve("keeping.yaml");
    String text = Files.readString(all).replace("remember: 7d", "remember: 1d");
    Files.writeString(keeping, text + "retention: { calls: 2d }\n");
  }

  private void assertSaid(LocalDate from) throws Exception {
    Landfall.Ended cut =
        run(
            "report",
            "residency",
            "--from",
            from.minusDays(1).toString(),
            "--config",
            keeping.toString());
    assertThat(cut.exit()).isEqualTo(2);
    assertThat(cut.out()).contains("calls before " + from + " have left the lake by retention");
    Landfall.Ended none = run("explain", "no-such-call", "--config", keeping.toString());
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("calls before " + from + " have left it by retention");
  }

  /**
   * After a replay the next start begins anew and meets the days that were left out. The lake says
   * which have left, not the configuration, so it remembers everything as other tests do.
   */
  private void serviceReadsAllAnew() throws Exception {
    Path config = made.resolve("up.yaml");
    try (ServerSocket free = new ServerSocket(0)) {
      Files.writeString(
          config,
          Files.readString(all)
                  .replace("remember: 7d", "remember: 100y")
                  .replaceAll("port: \\d+", "port: " + free.getLocalPort())
              + "job: { checkpoint_interval: 1s }\n");
    }
    int accounts = accounts();
    Path err = folder.resolve("up-err.txt");
    Process up =
        Landfall.start(
            folder, "1g", folder.resolve("up-out.txt"), err, "up", "--config", config.toString());
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> assertThat(accounts()).as(Files.readString(err)).isGreaterThan(accounts));
    } finally {
      up.destroy();
      up.waitFor();
    }
  }

  /** Files of the account of what left or was kept out. */
  private int accounts() {
    try (Lake lake = lake()) {
      return lake.manifest().files(LakeTable.REMOVALS).size();
    }
  }

  private void assertTies(long read) {
    try (Lake lake = lake()) {
      RecordSums sums = ReplayTotals.of(lake).records();
      assertThat(sums.ties()).as(sums.toString()).isTrue();
      assertThat(sums.recordsRead()).isEqualTo(read);
      assertThat(sums.removed()).isPositive();
    }
  }

  private Map<String, String> reports(LocalDate from) {
    Map<String, String> texts = new TreeMap<>();
    Window window = new Window(from.atStartOfDay().toInstant(ZoneOffset.UTC), null);
    try (Lake lake = lake()) {
      for (Report report : Reports.all()) {
        texts.put(report.name(), Renderer.render(report.run(lake, window), Format.CSV));
      }
    }
    return texts;
  }

  private Lake lake() {
    return Lake.open(made.resolve("lake"), LakeOptions.besideTheJob());
  }

  private static Landfall.Ended run(String... words) throws Exception {
    return Landfall.run(folder, "1g", words);
  }
}
