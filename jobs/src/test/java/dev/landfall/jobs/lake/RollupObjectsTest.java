package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.DayRollup;
import dev.landfall.ingest.config.LakePlace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Objects of settled days are counted once, and never twice. */
class RollupObjectsTest extends CompactionFixture {
  @Test
  void a_settled_day_is_counted_and_its_file_stays() throws Exception {
    add(List.of(object(1, DAY_1), object(2, DAY_1), object(3, DAY_2)));
    settledTo(DAY_2);
    List<String> files = paths();

    compact(CompactionOptions.defaults());

    assertThat(paths()).isEqualTo(files);
    assertThat(objects("2026-11-01")).allMatch(DataFile::sealed);
    assertThat(objects("2026-11-02")).noneMatch(DataFile::sealed);
    assertThat(sum("objects")).isEqualTo(2);
    assertThat(sum("records")).isEqualTo(18);
    assertThat(LakeSamples.rows(store, LakeTable.OBJECT_KEYS)).hasSize(2);
    assertThat(LakeSamples.rows(store, LakeTable.OBJECTS_DAILY).get(0).get("ignored_reasons"))
        .isEqualTo("{\"not-bedrock\":6}");
  }

  @Test
  void rows_that_come_to_a_counted_day_count_it_anew() throws Exception {
    add(List.of(object(1, DAY_1)));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    add(List.of(object(1, DAY_1).set("revision", 2L).set("records", 100L), object(2, DAY_1)));

    compact(CompactionOptions.defaults());

    assertThat(objects("2026-11-01")).hasSize(1).allMatch(DataFile::sealed);
    assertThat(sum("objects")).isEqualTo(2);
    assertThat(sum("records")).isEqualTo(109);
  }

  @Test
  void days_that_share_an_object_keep_its_greatest_row_and_are_counted() throws Exception {
    add(List.of(object(1, DAY_1), object(2, DAY_1)));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    add(List.of(object(2, DAY_2).set("revision", 2L).set("records", 5L), object(3, DAY_2)));

    compact(CompactionOptions.defaults());

    assertThat(objects("2026-11-01")).hasSize(1).allMatch(DataFile::sealed);
    assertThat(objects("2026-11-02")).hasSize(1).allMatch(DataFile::sealed);
    assertThat(LakeSamples.rows(store, LakeTable.OBJECTS)).hasSize(3);
    assertThat(LakeSamples.rows(store, LakeTable.OBJECT_KEYS)).hasSize(3);
    assertThat(sum("objects")).isEqualTo(3);
    assertThat(sum("records")).isEqualTo(23);
    long version = store.latest().version();
    compact(CompactionOptions.defaults());
    assertThat(store.latest().version()).isEqualTo(version);
  }

  /** What a replay leaves, and a job without state reads again in another month. */
  @Test
  void so_are_days_of_two_months_that_hold_the_same_objects() throws Exception {
    Instant later = DAY_1.plus(Duration.ofDays(40));
    add(List.of(object(1, DAY_1), object(2, DAY_1)));
    settledTo(later.plus(Duration.ofDays(2)));
    compact(CompactionOptions.defaults());
    add(List.of(object(1, later), object(2, later), object(3, later)));

    Compaction.run(
        LakePlace.in(lake),
        LakeSamples.judge(),
        Clock.fixed(later.plus(Duration.ofDays(3)), ZoneOffset.UTC),
        CompactionOptions.defaults());

    assertThat(store.latest().files(LakeTable.OBJECTS)).allMatch(DataFile::sealed);
    assertThat(LakeSamples.rows(store, LakeTable.OBJECTS)).hasSize(3);
    assertThat(sum("objects")).isEqualTo(3);
    assertThat(sum("records")).isEqualTo(27);
  }

  @Test
  void a_day_with_two_rows_of_one_object_in_its_file_is_counted_all_the_same() throws Exception {
    add(List.of(object(1, DAY_1), object(1, DAY_1).set("revision", 2L).set("records", 4L)));
    settledTo(DAY_3);

    compact(CompactionOptions.defaults());

    assertThat(objects("2026-11-01")).allMatch(DataFile::sealed);
    assertThat(sum("records")).isEqualTo(4);
  }

  @Test
  void a_day_not_settled_is_not_counted_even_if_every_day_is_asked_for() throws Exception {
    add(List.of(object(1, DAY_1)));
    settledTo(DAY_1);
    compact(CompactionOptions.defaults().withAll(true));
    assertThat(store.latest().files(LakeTable.OBJECTS_DAILY)).isEmpty();
  }

  private static LakeRow object(int n, Instant seen) {
    return LakeSamples.bare(LakeTable.OBJECTS, n)
        .set("uri", "s3://trail/" + n)
        .set("sha256", "ab" + n)
        .set("kind", "cloudtrail")
        .set("status", "read")
        .set("records", 9L)
        .set("ignored_reasons", "{\"not-bedrock\":3}")
        .setMillis("first_seen_at", seen.toEpochMilli())
        .set("revision", 1L);
  }

  private long sum(String column) throws Exception {
    Set<LocalDate> sealed =
        store.latest().files(LakeTable.OBJECTS).stream()
            .filter(DataFile::sealed)
            .map(file -> LocalDate.parse(file.dt()))
            .collect(Collectors.toSet());
    return LakeSamples.rows(store, LakeTable.OBJECTS_DAILY).stream()
        .filter(row -> sealed.contains(DayRollup.dayOf(row)))
        .mapToLong(row -> (Long) row.get(column))
        .sum();
  }

  private List<DataFile> objects(String day) throws Exception {
    return store.latest().files(LakeTable.OBJECTS).stream()
        .filter(file -> file.dt().equals(day))
        .toList();
  }

  private List<String> paths() throws Exception {
    return store.latest().files(LakeTable.OBJECTS).stream().map(DataFile::path).sorted().toList();
  }
}
