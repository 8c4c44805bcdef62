package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.rollup.QuotaDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The sums of quota minutes are always those that the sealed minutes would give. */
class RollupQuotaTest extends CompactionFixture {
  private static final Instant LATER = DAY_3.plus(Duration.ofDays(1));

  @Test
  void minutes_of_sealed_days_are_added_up_and_once_only() throws Exception {
    add(List.of(minute(DAY_1, 10, 1), minute(DAY_1.plusSeconds(60), 20, 1), minute(DAY_2, 5, 1)));
    settledTo(LATER);
    compact(CompactionOptions.defaults());
    assertAddedUp(2);
    long version = store.latest().version();
    compact(CompactionOptions.defaults());
    assertThat(store.latest().version()).isEqualTo(version);
  }

  @Test
  void a_minute_that_is_written_anew_adds_its_month_up_anew() throws Exception {
    add(List.of(minute(DAY_1, 10, 1), minute(DAY_2, 5, 1)));
    settledTo(LATER);
    compact(CompactionOptions.defaults());
    List<String> before = paths();
    add(List.of(minute(DAY_1, 70, 2)));
    compact(CompactionOptions.defaults());
    assertThat(paths()).hasSize(1).isNotEqualTo(before);
    assertAddedUp(2);
    assertThat(rows().get(0).get("settled_tokens")).isEqualTo(70L);
  }

  @Test
  void a_day_beside_an_open_one_is_not_added_up_and_one_of_zeros_is_counted() throws Exception {
    add(List.of(minute(DAY_1, 0, 1), minute(DAY_3, 5, 1)));
    settledTo(DAY_2.plus(Duration.ofDays(1)));
    compact(CompactionOptions.defaults());
    assertThat(rows()).hasSize(1);
    assertThat(rows().get(0).get("minutes")).isEqualTo(0L);
    long version = store.latest().version();
    compact(CompactionOptions.defaults());
    assertThat(store.latest().version()).isEqualTo(version);
  }

  @Test
  void sums_that_are_missing_are_made() throws Exception {
    add(List.of(minute(DAY_1, 10, 1), minute(DAY_2, 5, 1)));
    settledTo(LATER);
    compact(CompactionOptions.defaults());
    store.swap(
        base ->
            new NextManifest(base, "older")
                .clear(LakeTable.QUOTA_DAILY.id())
                .build(LakeSamples.CLOCK.instant(), Duration.ofDays(7)));
    compact(CompactionOptions.defaults());
    assertAddedUp(2);
  }

  private void assertAddedUp(int days) throws Exception {
    Map<LocalDate, QuotaDay> sums = new TreeMap<>();
    for (LakeRow row : LakeSamples.rows(store, LakeTable.QUOTA_MINUTES)) {
      sums.computeIfAbsent(row.day(), QuotaDay::new).add(row);
    }
    List<LakeRow> expected = new ArrayList<>();
    sums.values().forEach(day -> expected.addAll(day.rows()));
    assertThat(rows()).hasSize(days).hasSameSizeAs(expected);
    for (int i = 0; i < days; i++) {
      assertThat(rows().get(i).encode()).isEqualTo(expected.get(i).encode());
    }
  }

  private List<LakeRow> rows() throws Exception {
    List<LakeRow> rows = new ArrayList<>(LakeSamples.rows(store, LakeTable.QUOTA_DAILY));
    rows.sort(Comparator.comparing(row -> (Long) row.get("day_at")));
    return rows;
  }

  private List<String> paths() throws Exception {
    return store.latest().files(LakeTable.QUOTA_DAILY).stream().map(DataFile::path).toList();
  }

  private static LakeRow minute(Instant at, long tokens, long revision) {
    return new LakeRow(LakeTable.QUOTA_MINUTES)
        .set("account", "111122223333")
        .set("source_region", "ap-southeast-6")
        .set("model", "claude")
        .set("quota_row", "cross-region")
        .setMillis("minute_at", at.toEpochMilli())
        .set("settled_tokens", tokens)
        .set("peak_rolling_tokens", tokens)
        .set("peak_clock_tokens", tokens)
        .set("peak_reserved_tokens", 0L)
        .set("requests", tokens == 0 ? 0L : 1L)
        .set("throttled", 0L)
        .set("unknown_settled", 0L)
        .set("unknown_reserved", 0L)
        .set("quota_tokens", 100L)
        .set("revision", revision);
  }
}
