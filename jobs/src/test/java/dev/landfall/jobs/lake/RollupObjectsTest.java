package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  void a_day_that_shares_an_object_with_a_counted_one_is_not_counted() throws Exception {
    add(List.of(object(1, DAY_1), object(2, DAY_1)));
    settledTo(DAY_3.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    add(List.of(object(2, DAY_2), object(3, DAY_2)));

    compact(CompactionOptions.defaults());

    assertThat(objects("2026-11-02")).noneMatch(DataFile::sealed);
    assertThat(sum("objects")).isEqualTo(2);
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
    return LakeSamples.rows(store, LakeTable.OBJECTS_DAILY).stream()
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
