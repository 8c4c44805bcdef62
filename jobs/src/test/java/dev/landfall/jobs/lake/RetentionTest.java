package dev.landfall.jobs.lake;

import static dev.landfall.core.model.WitnessKind.API;
import static dev.landfall.core.model.WitnessKind.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.lake.KeptSpan;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.rollup.DayRollup;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Days past retention leave the lake whole, are accounted for, and never come back. */
class RetentionTest extends CompactionFixture {
  private static final Duration DAY = Duration.ofDays(1);

  /** Settled at 2026-11-11T00:00: with eight days kept, the 1st and 2nd leave. */
  private static final Instant AS_OF = Instant.parse("2026-11-11T00:00:00Z");

  private static final CompactionOptions EIGHT_DAYS =
      CompactionOptions.defaults().withKeep(Duration.ofDays(8));

  @Test
  void days_past_retention_leave_with_all_that_tells_of_their_calls() throws Exception {
    fill();
    compact(CompactionOptions.defaults());

    CompactionResult result = compact(EIGHT_DAYS);

    assertThat(result.left())
        .isEqualTo(
            new Leaving(
                LocalDate.parse("2026-11-03"),
                LocalDate.parse("2026-11-01"),
                2,
                2,
                2 + 2 + 2 + 1,
                result.left().bytes()));
    assertThat(result.left().bytes()).isPositive();
    assertThat(store.latest().keptFrom()).isEqualTo("2026-11-03");
    assertThat(calls()).containsOnlyKeys("r3", "r4", "r9");
    for (LakeTable table : List.of(LakeTable.CALLS, LakeTable.QUOTA_MINUTES, LakeTable.SURFACES)) {
      assertThat(days(table)).as(table.id()).isEqualTo(days("03", "04", "09"));
    }
    // a sample stands up to a day from its call, so the day before the first stays with it
    assertThat(days(LakeTable.PROBES)).isEqualTo(days("02", "03", "04", "09"));
  }

  @Test
  void what_was_read_found_told_and_changed_stays() throws Exception {
    fill();
    compact(EIGHT_DAYS);
    for (LakeTable table :
        List.of(
            LakeTable.OBJECTS,
            LakeTable.REJECTS,
            LakeTable.FINDINGS,
            LakeTable.ALERTS,
            LakeTable.DELIVERIES,
            LakeTable.CHANGES,
            LakeTable.CANARIES)) {
      assertThat(days(table)).as(table.id()).isEqualTo(days("01", "02", "03", "04", "09"));
    }
  }

  @Test
  void counts_are_those_of_the_kept_days_and_hold_no_other() throws Exception {
    fill();
    compact(CompactionOptions.defaults());

    compact(EIGHT_DAYS);

    Set<LocalDate> kept = days("03", "04", "09");
    for (LakeTable table : LakeTable.values()) {
      if (KeptSpan.countsCalls(table)) {
        for (LakeRow row : LakeSamples.rows(store, table)) {
          if (row.get(table == LakeTable.CALLS_HOURLY ? "hour_at" : "month_at") instanceof Long
              && !LakeTable.CALLS_MONTHLY.equals(table)
              && !LakeTable.LATENCY_MONTHLY.equals(table)) {
            assertThat(kept).as(table.id()).contains(DayRollup.dayOf(row));
          }
        }
      }
    }
    List<List<Object>> after = counts();
    // the same days, counted by a compaction that never saw the others
    store.swap(
        base -> {
          NextManifest next = new NextManifest(base, "test");
          for (LakeTable table : LakeTable.values()) {
            if (KeptSpan.countsCalls(table)) {
              next.clear(table.id());
            }
          }
          return next.build(LakeSamples.CLOCK.instant(), DAY);
        });
    compact(EIGHT_DAYS);
    assertThat(after).isEqualTo(counts()).isNotEmpty();
  }

  @Test
  void files_of_kept_days_are_the_same_files() throws Exception {
    fill();
    compact(CompactionOptions.defaults());
    Set<String> before = paths(LakeTable.CALLS);

    compact(EIGHT_DAYS);

    assertThat(before).containsAll(paths(LakeTable.CALLS));
  }

  @Test
  void what_left_is_accounted_for_by_table_and_day() throws Exception {
    fill();
    compact(EIGHT_DAYS);

    List<LakeRow> rows = LakeSamples.rows(store, LakeTable.REMOVALS);
    assertThat(rows)
        .filteredOn(row -> row.get("of_table").equals("calls"))
        .extracting(row -> row.get("act") + " " + row.get("row_count") + " " + row.get("records"))
        .containsExactly("removed 1 2", "removed 1 1");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get("retention")).isEqualTo("8d");
              assertThat(row.get("as_of_at")).isEqualTo(LakeSamples.micros(AS_OF));
              assertThat(row.get("kept_from_at"))
                  .isEqualTo(LakeSamples.micros(Instant.parse("2026-11-03T00:00:00Z")));
              assertThat((Long) row.get("lake_version")).isLessThan(store.latest().version());
            });
  }

  @Test
  void nothing_leaves_without_a_retention_nor_before_anything_has_settled() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    compact(EIGHT_DAYS);
    settledTo(AS_OF);
    compact(CompactionOptions.defaults());
    assertThat(calls()).containsOnlyKeys("r1");
    assertThat(store.latest().keptFrom()).isNull();
    assertThat(store.latest().files(LakeTable.REMOVALS)).isEmpty();
  }

  @Test
  void a_second_run_finds_nothing_to_do() throws Exception {
    fill();
    compact(EIGHT_DAYS);
    compact(EIGHT_DAYS);
    long version = store.latest().version();
    assertThat(compact(EIGHT_DAYS).left()).isNull();
    assertThat(store.latest().version()).isEqualTo(version);
  }

  @Test
  void a_settled_time_in_the_future_does_not_empty_the_lake() throws Exception {
    add(row("r1", LakeSamples.CLOCK.instant().minus(Duration.ofDays(2)), API, LOG));
    settledTo(Instant.parse("2099-01-01T00:00:00Z"));
    compact(EIGHT_DAYS);
    assertThat(calls()).containsOnlyKeys("r1");
  }

  @Test
  void a_retention_longer_than_time_keeps_everything() throws Exception {
    fill();
    compact(CompactionOptions.defaults().withKeep(Duration.ofDays(366L * 999_999_999)));
    assertThat(calls()).hasSize(5);
  }

  @Test
  void what_a_dry_run_says_is_what_then_leaves() throws Exception {
    fill();
    compact(CompactionOptions.defaults());
    long version = store.latest().version();
    Optional<Leaving> said = Leaving.of(LakePlace.in(lake), EIGHT_DAYS, LakeSamples.CLOCK);
    assertThat(store.latest().version()).isEqualTo(version);
    assertThat(said).contains(compact(EIGHT_DAYS).left());
  }

  @Test
  void a_late_witness_of_a_day_that_leaves_comes_home_first() throws Exception {
    add(row("r1", DAY_1, API));
    add(List.of(LakeSamples.lateRow(LakeSamples.witness(LOG, "r1", DAY_1, "ap-southeast-2"))));
    settledTo(AS_OF);
    CompactionResult result = compact(EIGHT_DAYS);
    assertThat(result.lateMerged()).isEqualTo(1);
    assertThat(records("removed", "calls")).isEqualTo(2);
    assertThat(store.latest().files(LakeTable.LATE)).isEmpty();
  }

  @Test
  void a_job_cannot_bring_a_day_back_and_what_came_is_accounted_for() throws Exception {
    fill();
    compact(EIGHT_DAYS);
    Publisher job = new Publisher(store, LakeSamples.CLOCK);
    job.begin("up");

    List<LakeRow> rows = new ArrayList<>(row("r1", DAY_1, API, LOG));
    rows.addAll(row("r5", DAY_3.plus(DAY), API));
    rows.add(LakeSamples.lateRow(LakeSamples.witness(LOG, "x", DAY_1, "ap-southeast-2")));
    rows.add(LakeSamples.lateRow(LakeSamples.witness(LOG, "y", DAY_3, "ap-southeast-2")));
    job.publish(written(rows), null, 7, "up");

    assertThat(calls()).containsOnlyKeys("r3", "r4", "r5", "r9");
    assertThat(LakeSamples.rows(store, LakeTable.LATE))
        .extracting(row -> row.get("request_id"))
        .containsExactly("y");
    assertThat(records("kept-out", "calls")).isEqualTo(2);
    assertThat(records("kept-out", "late")).isEqualTo(1);
    assertThat(LakeSamples.rows(store, LakeTable.REMOVALS))
        .filteredOn(row -> row.get("act").equals("kept-out"))
        .allSatisfy(row -> assertThat(row.get("retention")).isNull());
    compact(CompactionOptions.defaults());
    assertThat(calls()).containsOnlyKeys("r3", "r4", "r5", "r9");
  }

  @Test
  void a_checkpoint_from_before_comes_back_without_the_days_that_left_since() throws Exception {
    fill();
    compact(CompactionOptions.defaults());
    PublishState saved = saved();
    add(row("r6", DAY_3.plus(DAY), API));
    compact(EIGHT_DAYS);
    List<LakeRow> account = LakeSamples.rows(store, LakeTable.REMOVALS);

    new Publisher(store, LakeSamples.CLOCK).returnTo(saved, "up");

    assertThat(calls()).containsOnlyKeys("r3", "r4", "r9");
    assertThat(store.latest().keptFrom()).isEqualTo("2026-11-03");
    assertThat(LakeSamples.rows(store, LakeTable.REMOVALS).stream().map(LakeSamples::values))
        .containsExactlyInAnyOrderElementsOf(account.stream().map(LakeSamples::values).toList());
    // their month was counted with them, so it is counted anew, or not at all
    assertThat(store.latest().files(LakeTable.CALLS_HOURLY)).isEmpty();
    assertThat(store.latest().files(LakeTable.CALLS_DAILY)).isEmpty();
    compact(EIGHT_DAYS);
    assertThat(days(LakeTable.CALLS_HOURLY)).isEqualTo(days("03", "04", "09"));
    List<List<Object>> counts = counts();
    fillAgainAndCompare(counts);
  }

  @Test
  void a_checkpoint_comes_back_also_when_files_of_days_that_left_are_deleted() throws Exception {
    fill();
    PublishState saved = saved();
    compact(EIGHT_DAYS);
    for (DataFileAdded each : saved.files()) {
      if (each.table() == LakeTable.CALLS && each.file().dt().compareTo("2026-11-03") < 0) {
        Files.delete(lake.resolve(each.file().path()));
      }
    }
    new Publisher(store, LakeSamples.CLOCK).returnTo(saved, "up");
    assertThat(calls()).containsOnlyKeys("r3", "r4", "r9");
  }

  @Test
  void a_checkpoint_from_after_brings_back_its_counts_as_they_are() throws Exception {
    fill();
    compact(CompactionOptions.defaults());
    compact(EIGHT_DAYS);
    List<List<Object>> counts = counts();
    new Publisher(store, LakeSamples.CLOCK).returnTo(saved(), "up");
    assertThat(counts()).isEqualTo(counts).isNotEmpty();
  }

  @Test
  void what_a_checkpoint_held_unpublished_of_a_day_that_has_left_is_accounted_for()
      throws Exception {
    fill();
    compact(EIGHT_DAYS);
    List<DataFileAdded> pending = written(row("r1", DAY_1, API, LOG));
    List<DataFileAdded> files = new ArrayList<>(saved().files());
    files.addAll(pending);
    PublishState saved = new PublishState(1, 0, 9, AS_OF.toEpochMilli(), null, files);

    new Publisher(store, LakeSamples.CLOCK).returnTo(saved, "up");

    assertThat(calls()).containsOnlyKeys("r3", "r4", "r9");
    assertThat(records("kept-out", "calls")).isEqualTo(2);
  }

  @Test
  void a_replay_leaves_days_past_retention_out_and_says_how_much() throws Exception {
    Publisher replay = new Publisher(store, LakeSamples.CLOCK);
    replay.watch();
    List<LakeRow> rows = new ArrayList<>(row("r1", DAY_1, API, LOG));
    rows.addAll(row("r2", DAY_2, API));
    rows.addAll(row("r3", DAY_3, API));
    List<DataFileAdded> files = written(rows);

    Manifest first = replay.rebuild(files, AS_OF.toEpochMilli(), Duration.ofDays(8));

    assertThat(calls()).containsOnlyKeys("r3");
    assertThat(first.keptFrom()).isEqualTo("2026-11-03");
    assertThat(records("left-out", "calls")).isEqualTo(3);
    assertThat(LakeSamples.rows(store, LakeTable.REMOVALS))
        .allSatisfy(row -> assertThat(row.get("generation")).isEqualTo(first.generation()));
    replay.watch();
    assertThat(replay.rebuild(files, AS_OF.toEpochMilli(), Duration.ofDays(8))).isEqualTo(first);
  }

  @Test
  void a_replay_without_retention_keeps_every_day_again_and_the_record_of_what_left()
      throws Exception {
    fill();
    compact(EIGHT_DAYS);
    Publisher replay = new Publisher(store, LakeSamples.CLOCK);
    replay.watch();

    replay.rebuild(written(row("r1", DAY_1, API, LOG)), AS_OF.toEpochMilli(), null);

    assertThat(calls()).containsOnlyKeys("r1");
    assertThat(store.latest().keptFrom()).isNull();
    assertThat(LakeSamples.rows(store, LakeTable.REMOVALS))
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat((Long) row.get("generation")).isLessThan(store.latest().generation()));
  }

  @Test
  void killed_before_its_swap_it_has_removed_nothing_and_the_next_run_does_it() throws Exception {
    fill();
    compact(CompactionOptions.defaults());
    Manifest before = store.latest();
    List<List<Object>> kept = counts();

    assertThatThrownBy(() -> compact(EIGHT_DAYS, new DyingClock(0)))
        .isInstanceOf(DyingClock.Killed.class);
    assertThat(store.latest()).isEqualTo(before);
    int deaths = 0;
    for (int at = 1; ; at++) {
      try {
        compact(EIGHT_DAYS, new DyingClock(at));
        break;
      } catch (DyingClock.Killed killed) {
        deaths++;
        Manifest now = store.latest();
        assertThat(now.keptFrom() == null).isEqualTo(calls().containsKey("r1"));
        assertThat(now.keptFrom() == null).isEqualTo(now.files(LakeTable.REMOVALS).isEmpty());
      }
    }
    assertThat(deaths).isGreaterThan(2);
    assertThat(calls()).containsOnlyKeys("r3", "r4", "r9");
    assertThat(records("removed", "calls")).isEqualTo(3);
    assertThat(counts()).isNotEqualTo(kept).isNotEmpty();
  }

  @Test
  void files_of_a_removed_day_stay_while_a_checkpoint_may_want_them_and_then_go() throws Exception {
    fill();
    compact(CompactionOptions.defaults());
    Set<String> old = new TreeSet<>(paths(LakeTable.CALLS));
    compact(EIGHT_DAYS);
    old.removeAll(paths(LakeTable.CALLS));
    assertThat(old).hasSize(2).allSatisfy(path -> assertThat(lake.resolve(path)).exists());

    Clock later = Clock.offset(LakeSamples.CLOCK, Publisher.KEEP_REPLACED.plusMinutes(1));
    compact(EIGHT_DAYS, later);

    assertThat(old).allSatisfy(path -> assertThat(lake.resolve(path)).doesNotExist());
  }

  /** One call and one row of each table on the 1st, 2nd, 3rd, 4th and 9th. */
  private void fill() throws IOException {
    List<LakeRow> rows = new ArrayList<>();
    for (int day : new int[] {1, 2, 3, 4, 9}) {
      Instant at = DAY_1.plus(Duration.ofDays(day - 1));
      rows.addAll(day == 2 ? row("r2", at, API) : row("r" + day, at, API, LOG));
      for (LakeTable table : LakeTable.values()) {
        if (table != LakeTable.CALLS
            && table != LakeTable.LATE
            && table != LakeTable.REMOVALS
            && !table.derived()) {
          rows.add(LakeSamples.full(table, day).setMillis(table.dayColumn(), at.toEpochMilli()));
        }
      }
    }
    add(rows);
    settledTo(AS_OF);
  }

  private void fillAgainAndCompare(List<List<Object>> counts) throws Exception {
    store.swap(
        base -> {
          NextManifest next = new NextManifest(base, "test").kept(null);
          for (LakeTable table : LakeTable.values()) {
            if (table != LakeTable.PROBES) {
              next.clear(table.id());
            }
          }
          return next.build(LakeSamples.CLOCK.instant(), DAY);
        });
    for (int day : new int[] {3, 4, 9}) {
      Instant at = DAY_1.plus(Duration.ofDays(day - 1));
      add(row("r" + day, at, API, LOG));
      LakeTable minutes = LakeTable.QUOTA_MINUTES;
      add(
          List.of(
              LakeSamples.full(minutes, day).setMillis(minutes.dayColumn(), at.toEpochMilli())));
    }
    compact(CompactionOptions.defaults());
    assertThat(counts()).isEqualTo(counts);
  }

  private CompactionResult compact(CompactionOptions options, Clock clock) throws Exception {
    return Compaction.run(LakePlace.in(lake), LakeSamples.judge(), clock, options);
  }

  private List<DataFileAdded> written(List<LakeRow> rows) throws IOException {
    try (LakeWriter writer = new LakeWriter(store.files(), WriterOptions.defaults())) {
      for (LakeRow row : rows) {
        writer.append(row);
      }
      return writer.seal().files();
    }
  }

  private PublishState saved() throws IOException {
    Manifest now = store.latest();
    return new PublishState(
        now.epoch(), now.generation(), 5, now.asOf(), null, PublishState.filesOf(now));
  }

  private List<List<Object>> counts() throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    for (LakeTable table : LakeTable.values()) {
      if (KeptSpan.countsCalls(table)) {
        LakeSamples.rows(store, table).forEach(row -> rows.add(LakeSamples.values(row)));
      }
    }
    return rows.stream().sorted(java.util.Comparator.comparing(Object::toString)).toList();
  }

  private long records(String act, String table) throws IOException {
    return LakeSamples.rows(store, LakeTable.REMOVALS).stream()
        .filter(row -> row.get("act").equals(act) && row.get("of_table").equals(table))
        .mapToLong(row -> (Long) row.get("records"))
        .sum();
  }

  private Set<String> paths(LakeTable table) throws IOException {
    Set<String> paths = new TreeSet<>();
    store.latest().files(table).forEach(file -> paths.add(file.path()));
    return paths;
  }

  private Set<LocalDate> days(LakeTable table) throws IOException {
    Set<LocalDate> days = new TreeSet<>();
    LakeSamples.rows(store, table).forEach(row -> days.add(row.day()));
    return days;
  }

  private static Set<LocalDate> days(String... days) {
    Set<LocalDate> dates = new TreeSet<>();
    for (String day : days) {
      dates.add(LocalDate.parse("2026-11-" + day));
    }
    return dates;
  }

  /** A process that dies at the n-th look at the clock, between two steps of the work. */
  private static final class DyingClock extends Clock {
    private int looks;

    private static final class Killed extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }

    DyingClock(int looks) {
      this.looks = looks;
    }

    @Override
    public Instant instant() {
      if (looks-- == 0) {
        throw new Killed();
      }
      return LakeSamples.CLOCK.instant();
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
