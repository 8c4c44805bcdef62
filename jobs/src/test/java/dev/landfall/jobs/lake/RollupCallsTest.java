package dev.landfall.jobs.lake;

import static dev.landfall.core.model.WitnessKind.API;
import static dev.landfall.core.model.WitnessKind.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.DayRollup;
import dev.landfall.core.rollup.MonthRollup;
import dev.landfall.core.rollup.ProbeSamples;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables that compaction derives from calls are always those that the calls would give. */
class RollupCallsTest extends CompactionFixture {
  private static final List<LakeTable> DERIVED =
      List.of(
          LakeTable.CALLS_HOURLY,
          LakeTable.CALLS_DAILY,
          LakeTable.LATENCY_DAILY,
          LakeTable.CALLS_MONTHLY,
          LakeTable.LATENCY_MONTHLY);

  @Test
  void sealing_a_day_counts_it_in_the_same_version() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    add(row("r1", DAY_1, API, LOG));
    add(row("r2", DAY_2, API));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    long before = store.latest().version();

    compact(CompactionOptions.defaults());

    assertThat(store.latest().version()).isEqualTo(before + 1);
    assertCounted(DAY_1_DATE, DAY_2_DATE);
  }

  @Test
  void a_late_witness_rewrites_the_counts_of_its_day_in_the_swap_that_merges_it() throws Exception {
    add(row("r1", DAY_1, API));
    add(row("r2", DAY_2, API));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    List<String> hours = paths(LakeTable.CALLS_HOURLY);
    add(List.of(LakeSamples.lateRow(LakeSamples.witness(LOG, "r1", DAY_1, "ap-southeast-2"))));
    long before = store.latest().version();

    compact(CompactionOptions.defaults());

    assertThat(store.latest().version()).isEqualTo(before + 1);
    assertThat(paths(LakeTable.CALLS_HOURLY)).hasSize(2).isNotEqualTo(hours);
    assertThat(sums("burn_tokens")).isEqualTo(5200L);
    assertCounted(DAY_1_DATE, DAY_2_DATE);
  }

  @Test
  void days_that_a_replay_sealed_are_counted_and_their_files_of_calls_stay() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    settledTo(DAY_3);
    seal(LakeTable.CALLS);
    List<String> calls = paths(LakeTable.CALLS);

    compact(CompactionOptions.defaults());

    assertThat(paths(LakeTable.CALLS)).isEqualTo(calls);
    assertCounted(DAY_1_DATE);
  }

  @Test
  void a_day_that_is_not_sealed_is_not_counted() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    settledTo(DAY_1);
    compact(CompactionOptions.defaults());
    assertThat(DERIVED).allSatisfy(t -> assertThat(store.latest().files(t)).isEmpty());
  }

  @Test
  void samples_of_the_probe_that_come_later_count_the_days_around_them_anew() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    assertThat(rows(LakeTable.CALLS_DAILY)).extracting(r -> r.get("probed")).containsOnly(false);
    add(
        List.of(
            LakeSamples.bare(LakeTable.PROBES, 1)
                .set("request_id", "r1")
                .setMillis("sent_at", DAY_1.toEpochMilli())));

    compact(CompactionOptions.defaults());

    assertThat(rows(LakeTable.CALLS_DAILY)).extracting(r -> r.get("probed")).containsOnly(true);
    assertCounted(DAY_1_DATE);
  }

  @Test
  void months_that_an_older_build_did_not_add_up_are_added_up() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    add(row("r2", DAY_2, API));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    List<String> hours = paths(LakeTable.CALLS_HOURLY);
    store.swap(
        base ->
            new NextManifest(base, "older")
                .clear(LakeTable.CALLS_MONTHLY.id())
                .clear(LakeTable.LATENCY_MONTHLY.id())
                .build(LakeSamples.CLOCK.instant(), Duration.ofDays(7)));

    compact(CompactionOptions.defaults());

    assertThat(paths(LakeTable.CALLS_HOURLY)).isEqualTo(hours);
    assertCounted(DAY_1_DATE, DAY_2_DATE);
    long version = store.latest().version();
    compact(CompactionOptions.defaults());
    assertThat(store.latest().version()).isEqualTo(version);
  }

  private static final LocalDate DAY_1_DATE = LocalDate.parse("2026-11-01");
  private static final LocalDate DAY_2_DATE = LocalDate.parse("2026-11-02");

  /** Counts the calls that stand anew and holds the derived tables to it, row by row. */
  private void assertCounted(LocalDate... days) throws Exception {
    assertThat(store.latest().files(LakeTable.CALLS_HOURLY))
        .extracting(DataFile::dt)
        .containsExactlyInAnyOrder(
            java.util.Arrays.stream(days).map(LocalDate::toString).toArray(String[]::new));
    assertThat(store.latest().files(LakeTable.CALLS_DAILY)).hasSize(1).allMatch(DataFile::sealed);
    ProbeSamples samples = new ProbeSamples();
    rows(LakeTable.PROBES).forEach(samples::add);
    Map<LocalDate, DayRollup> counted = new TreeMap<>();
    for (LakeRow call : rows(LakeTable.CALLS)) {
      counted.computeIfAbsent(call.day(), day -> new DayRollup(day, samples)).add(call);
    }
    List<LakeRow> wanted = new ArrayList<>();
    counted.values().forEach(day -> wanted.addAll(day.rows()));
    for (LakeTable by : List.of(LakeTable.CALLS_MONTHLY, LakeTable.LATENCY_MONTHLY)) {
      MonthRollup month = new MonthRollup(DAY_1_DATE, by);
      wanted.stream().filter(row -> row.table() == MonthRollup.daysOf(by)).forEach(month::add);
      wanted.addAll(month.rows());
    }
    List<LakeRow> there = new ArrayList<>();
    for (LakeTable table : DERIVED) {
      there.addAll(rows(table));
    }
    assertThat(texts(there)).isEqualTo(texts(wanted));
  }

  private static List<String> texts(List<LakeRow> rows) {
    return rows.stream()
        .map(row -> row.table().id() + LakeSamples.values(row))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private Object sums(String column) throws Exception {
    return rows(LakeTable.CALLS_DAILY).stream()
        .map(row -> (Long) row.get(column))
        .filter(java.util.Objects::nonNull)
        .reduce(0L, Long::sum);
  }

  private List<LakeRow> rows(LakeTable table) throws Exception {
    return LakeSamples.rows(store, table);
  }

  private List<String> paths(LakeTable table) throws Exception {
    return store.latest().files(table).stream().map(DataFile::path).sorted().toList();
  }

  private void seal(LakeTable table) throws Exception {
    store.swap(
        base ->
            new NextManifest(base, "replay")
                .clear(table.id())
                .add(sealed(base, table))
                .build(LakeSamples.CLOCK.instant(), Duration.ofDays(7)));
  }

  private static List<DataFileAdded> sealed(Manifest base, LakeTable table) {
    return base.files(table).stream()
        .map(f -> new DataFile(f.path(), f.dt(), f.rows(), f.bytes(), true))
        .map(f -> new DataFileAdded(table, f))
        .toList();
  }
}
