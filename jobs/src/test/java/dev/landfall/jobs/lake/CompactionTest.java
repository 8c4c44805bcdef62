package dev.landfall.jobs.lake;

import static dev.landfall.core.model.WitnessKind.API;
import static dev.landfall.core.model.WitnessKind.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.codec.FirstFormWriter;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.RevisionLabel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactionTest extends CompactionFixture {
  @Test
  void settled_days_hold_one_row_per_call_and_the_calls_are_the_same() throws Exception {
    List<LakeRow> greatest = new ArrayList<>();
    for (int file = 0; file < 5; file++) {
      List<LakeRow> rows = new ArrayList<>();
      for (int n = 0; n < 40; n++) {
        Instant at = (n % 2 == 0 ? DAY_1 : DAY_2).plusSeconds(n * 37L);
        boolean both = file >= n % 5;
        rows.add(
            both
                ? LakeSamples.row(LakeSamples.call("r" + n, at, API, LOG), RevisionLabel.FINAL)
                : LakeSamples.row(LakeSamples.call("r" + n, at, API), RevisionLabel.PROVISIONAL));
        if (file == 4) {
          greatest.add(rows.get(rows.size() - 1));
        }
      }
      add(rows);
    }
    settledTo(DAY_3);

    CompactionResult result = compact(CompactionOptions.defaults());

    assertThat(calls()).isEqualTo(LakeSamples.byRequest(greatest));
    assertThat(store.latest().files(LakeTable.CALLS))
        .hasSize(2)
        .allMatch(DataFile::sealed)
        .allMatch(file -> file.rows() == 20);
    assertThat(result.rowsRead()).isEqualTo(200);
    assertThat(result.rowsWritten()).isEqualTo(40);
    assertThat(result.rejudged()).isZero();
    assertThat(store.latest().writer()).isEqualTo("compact");
    assertThat(store.latest().retired()).hasSize(10);
    assertSorted();
    assertThat(LakeFiles.in(lake).list(SpillSort.FOLDER)).isEmpty();
  }

  @Test
  void rows_of_the_first_form_meet_rows_of_the_second() throws Exception {
    LakeRow same = row("r1", DAY_1, API, LOG).get(0);
    LakeRow part = row("r2", DAY_1, API).get(0);
    LakeRow rest = row("r2", DAY_1, LOG).get(0);
    LakeRow alone = firstForm(row("r3", DAY_1, API, LOG).get(0));
    LakeRow fuller = firstForm(row("r4", DAY_1, API, LOG).get(0));
    add(List.of(firstForm(same), part, alone, fuller));
    add(List.of(same, firstForm(rest), row("r4", DAY_1, LOG).get(0)));
    settledTo(DAY_3);

    CompactionResult result = compact(CompactionOptions.defaults());

    // the same evidence in other bytes is no news, and of the two the newer row stands
    assertThat(result.rejudged()).isEqualTo(1);
    assertThat(calls())
        .isEqualTo(
            LakeSamples.byRequest(List.of(same, row("r2", DAY_1, API, LOG).get(0), alone, fuller)));
  }

  @Test
  void a_late_witness_of_the_first_form_that_is_known_already_corrects_nothing() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    Witness known = LakeSamples.witness(LOG, "r1", DAY_1, "ap-southeast-2");
    add(List.of(LakeSamples.lateRow(known).set("evidence", FirstFormWriter.write(Call.of(known)))));
    settledTo(DAY_3);

    assertThat(compact(CompactionOptions.defaults()).rejudged()).isZero();
    assertThat(calls()).isEqualTo(LakeSamples.byRequest(row("r1", DAY_1, API, LOG)));
  }

  /** The row as the build before wrote it; the hash stands for any of its rule's. */
  private static LakeRow firstForm(LakeRow row) {
    Call call = CallCodec.decode((byte[]) row.get("evidence"));
    return LakeRow.decode(row.encode())
        .set("evidence", FirstFormWriter.write(call))
        .set("content_hash", "ffffffffffffffff");
  }

  @Test
  void a_second_run_finds_nothing_to_do() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    add(List.of(LakeSamples.full(LakeTable.QUOTA_MINUTES, 1)));
    settledTo(DAY_3);
    compact(CompactionOptions.defaults());
    Manifest before = store.latest();

    compact(CompactionOptions.defaults());

    assertThat(store.latest()).isEqualTo(before);
  }

  @Test
  void many_small_sealed_files_of_a_replay_become_one() throws Exception {
    for (int n = 0; n < 6; n++) {
      add(row("r" + n, DAY_1, API, LOG));
    }
    settledTo(DAY_3);
    store.swap(
        base ->
            new NextManifest(base, "replay")
                .clear("calls")
                .add(
                    base.files(LakeTable.CALLS).stream()
                        .map(f -> new DataFile(f.path(), f.dt(), f.rows(), f.bytes(), true))
                        .map(f -> new DataFileAdded(LakeTable.CALLS, f))
                        .toList())
                .build(LakeSamples.CLOCK.instant(), Duration.ofDays(7)));

    compact(CompactionOptions.defaults());

    assertThat(store.latest().files(LakeTable.CALLS)).hasSize(1).allMatch(DataFile::sealed);
    assertThat(calls()).hasSize(6);
  }

  @Test
  void days_not_settled_yet_stay_as_they_are_unless_all_are_asked_for() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    add(row("r1", DAY_1, API, LOG));
    settledTo(MIDNIGHT.plus(Duration.ofHours(2)).minusMillis(1));

    compact(CompactionOptions.defaults());
    assertThat(store.latest().files(LakeTable.CALLS)).hasSize(2).noneMatch(DataFile::sealed);

    compact(CompactionOptions.defaults().withAll(true));
    assertThat(store.latest().files(LakeTable.CALLS)).hasSize(1).allMatch(DataFile::sealed);
  }

  @Test
  void a_day_is_settled_when_it_ended_the_settle_time_before_as_of() throws Exception {
    add(row("r1", DAY_1, API, LOG));
    settledTo(MIDNIGHT.plus(Duration.ofHours(2)));
    compact(CompactionOptions.defaults());
    assertThat(store.latest().files(LakeTable.CALLS)).allMatch(DataFile::sealed);
  }

  @Test
  void rows_that_know_different_things_are_joined_and_judged_again() throws Exception {
    add(row("r1", DAY_1, API));
    add(row("r1", DAY_1, LOG));
    settledTo(DAY_3);

    CompactionResult result = compact(CompactionOptions.defaults());

    LakeRow whole = LakeSamples.row(LakeSamples.call("r1", DAY_1, API, LOG), RevisionLabel.FINAL);
    assertThat(calls()).isEqualTo(LakeSamples.byRequest(List.of(whole)));
    assertThat(calls().get("r1")).contains("pairing=BOTH", "witnesses=2");
    assertThat(result.rejudged()).isEqualTo(1);
  }

  @Test
  void a_late_witness_comes_home_and_one_without_a_call_stays_late() throws Exception {
    add(row("r1", DAY_1, API));
    add(
        List.of(
            LakeSamples.lateRow(LakeSamples.witness(LOG, "r1", DAY_1, "ap-southeast-2")),
            LakeSamples.lateRow(LakeSamples.witness(LOG, "nobody", DAY_1, "ap-southeast-2"))));
    settledTo(DAY_3);

    CompactionResult result = compact(CompactionOptions.defaults());

    LakeRow whole =
        LakeSamples.row(LakeSamples.call("r1", DAY_1, API, LOG), RevisionLabel.CORRECTED);
    assertThat(calls()).isEqualTo(LakeSamples.byRequest(List.of(whole)));
    assertThat(calls().get("r1")).contains("revision=CORRECTED");
    assertThat(result.lateMerged()).isEqualTo(1);
    assertThat(LakeSamples.rows(store, LakeTable.LATE))
        .extracting(row -> row.get("request_id"))
        .containsExactly("nobody");
  }

  @Test
  void a_late_witness_of_a_sealed_day_opens_it_again() throws Exception {
    add(row("r1", DAY_1, API));
    settledTo(DAY_3);
    compact(CompactionOptions.defaults());
    add(List.of(LakeSamples.lateRow(LakeSamples.witness(LOG, "r1", DAY_1, "ap-southeast-2"))));

    compact(CompactionOptions.defaults());

    assertThat(calls().get("r1")).contains("pairing=BOTH");
    assertThat(LakeSamples.rows(store, LakeTable.LATE)).isEmpty();
  }

  @Test
  void rows_of_one_call_on_both_sides_of_midnight_become_one() throws Exception {
    Call early = LakeSamples.call("r1", MIDNIGHT.minusMillis(200), LOG);
    Call later = LakeSamples.call("r1", MIDNIGHT.plusMillis(100), API);
    add(List.of(LakeSamples.row(early, RevisionLabel.FINAL)));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    add(List.of(LakeSamples.row(later, RevisionLabel.CORRECTED)));
    add(row("other", DAY_3, API, LOG));

    compact(CompactionOptions.defaults());

    List<LakeRow> rows = LakeSamples.rows(store, LakeTable.CALLS);
    assertThat(rows).hasSize(2);
    assertThat(calls().get("r1")).contains("pairing=BOTH", "revision=CORRECTED");
    assertThat(store.latest().files(LakeTable.CALLS)).allMatch(DataFile::sealed);
  }

  @Test
  void a_neighbour_that_is_not_settled_keeps_its_rows() throws Exception {
    Call early = LakeSamples.call("r1", MIDNIGHT.minusMillis(200), LOG);
    Call later = LakeSamples.call("r1", MIDNIGHT.plusMillis(100), API);
    add(List.of(LakeSamples.row(early, RevisionLabel.FINAL)));
    add(List.of(LakeSamples.row(later, RevisionLabel.CORRECTED)));
    settledTo(MIDNIGHT.plus(Duration.ofHours(3)));

    compact(CompactionOptions.defaults());

    assertThat(LakeSamples.rows(store, LakeTable.CALLS)).hasSize(2);
    assertThat(store.latest().files(LakeTable.CALLS))
        .extracting(DataFile::sealed)
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void other_tables_keep_the_greatest_row_per_key() throws Exception {
    for (LakeTable table : LakeTable.values()) {
      if (table == LakeTable.CALLS || table == LakeTable.LATE || table.derived()) {
        continue;
      }
      add(List.of(LakeSamples.full(table, 2), LakeSamples.full(table, 4)));
      add(List.of(LakeSamples.full(table, 2)));
    }
    LakeRow older = LakeSamples.full(LakeTable.FINDINGS, 2).set("revision", 1L);
    LakeRow moved =
        LakeSamples.full(LakeTable.FINDINGS, 2)
            .set("revision", 9_000_000_000L)
            .setMillis("first_seen_at", DAY_1.minus(Duration.ofDays(9)).toEpochMilli());
    add(List.of(moved));
    add(List.of(older));
    settledTo(DAY_3);

    compact(CompactionOptions.defaults());

    for (LakeTable table : LakeTable.values()) {
      if (table == LakeTable.CALLS || table == LakeTable.LATE || table.derived()) {
        continue;
      }
      LakeRow two = table == LakeTable.FINDINGS ? moved : LakeSamples.full(table, 2);
      assertThat(LakeSamples.rows(store, table).stream().map(LakeSamples::values))
          .as(table.id())
          .containsExactlyInAnyOrder(
              LakeSamples.values(two), LakeSamples.values(LakeSamples.full(table, 4)));
    }
    assertThat(store.latest().files(LakeTable.QUOTA_MINUTES)).allMatch(DataFile::sealed);
    assertThat(store.latest().files(LakeTable.FINDINGS)).noneMatch(DataFile::sealed);
  }

  @Test
  void findings_of_a_month_become_one_file_and_are_left_then() throws Exception {
    LakeRow late = LakeSamples.full(LakeTable.FINDINGS, 3);
    for (int n = 0; n < 3; n++) {
      long at = DAY_1.minus(Duration.ofDays(3 + 9L * n)).toEpochMilli();
      add(
          List.of(
              LakeSamples.full(LakeTable.FINDINGS, 10 + n).setMillis("first_seen_at", at),
              LakeRow.decode(late.encode())
                  .set("revision", 1L + n)
                  .setMillis("first_seen_at", at)));
    }
    settledTo(DAY_3.plus(Duration.ofDays(9)));
    compact(CompactionOptions.defaults());
    assertThat(store.latest().files(LakeTable.FINDINGS))
        .singleElement()
        .matches(file -> file.dt().equals("2026-10-01") && file.rows() == 4);
    long version = store.latest().version();
    compact(CompactionOptions.defaults());
    assertThat(store.latest().version()).isEqualTo(version);
  }

  @Test
  void many_small_files_of_an_open_day_become_one_that_is_not_sealed() throws Exception {
    for (int n = 0; n < 6; n++) {
      add(row("r" + n % 4, DAY_1, API, LOG));
    }
    CompactionOptions tidy =
        new CompactionOptions(
            Duration.ofHours(2),
            false,
            5,
            1 << 30,
            1 << 20,
            Duration.ofDays(7),
            Duration.ofDays(7),
            null);

    compact(tidy);

    assertThat(store.latest().files(LakeTable.CALLS)).hasSize(1).noneMatch(DataFile::sealed);
    assertThat(calls()).hasSize(4);
  }

  @Test
  void rows_beyond_memory_and_days_beyond_a_batch_give_the_same() throws Exception {
    List<LakeRow> all = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      Instant at = DAY_1.plus(Duration.ofHours(n));
      all.add(LakeSamples.row(LakeSamples.call("r" + n, at, API, LOG), RevisionLabel.FINAL));
      add(List.of(all.get(n)));
    }
    settledTo(DAY_1.plus(Duration.ofDays(9)));
    CompactionOptions tight =
        new CompactionOptions(
            Duration.ofHours(2), false, 100, 1, 2000, Duration.ofDays(7), Duration.ofDays(7), null);

    compact(tight);

    assertThat(calls()).isEqualTo(LakeSamples.byRequest(all));
    assertThat(store.latest().files(LakeTable.CALLS)).hasSize(3).allMatch(DataFile::sealed);
  }

  private void assertSorted() throws IOException {
    SortKey order = new SortKey(LakeTable.CALLS, List.of("account", "called_at", "request_id"));
    for (DataFile file : store.latest().files(LakeTable.CALLS)) {
      byte[] before = new byte[0];
      for (LakeRow row : LakeSamples.rows(store.files(), LakeTable.CALLS, file.path())) {
        byte[] key = order.of(row.encode());
        assertThat(Arrays.compareUnsigned(before, key)).isNegative();
        before = key;
      }
    }
  }
}
