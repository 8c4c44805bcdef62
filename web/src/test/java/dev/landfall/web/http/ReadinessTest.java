package dev.landfall.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.reports.live.LiveSnapshots;
import dev.landfall.reports.live.LiveSnapshots.Live;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path lake;

  /** A fresh page of a job whose last checkpoint is so long ago. */
  private Live page(@Nullable Duration ago) {
    Snapshots.put(
        lake,
        new LiveSnapshot(
            NOON.toEpochMilli(),
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            ago == null ? null : (Long) NOON.minus(ago).toEpochMilli()));
    return new LiveSnapshots(lake, Clock.fixed(NOON, ZoneOffset.UTC)).read();
  }

  private JobHealth health(Live live) {
    return Readiness.elsewhere(live, PATIENCE, NOON.toEpochMilli());
  }

  @Test
  void a_job_that_draws_its_page_and_publishes_nothing_is_not_at_work() {
    Live stuck = page(PATIENCE.plusMillis(1));
    assertThat(health(stuck).working()).isFalse();
    assertThat(Readiness.against(health(stuck), stuck))
        .isEqualTo("no checkpoint was completed since 2026-11-02T11:59:19.999Z");
    assertThat(health(page(PATIENCE)).working()).isTrue();
  }

  @Test
  void a_page_that_does_not_say_is_none_of_a_job_at_work() {
    assertThat(health(page(null)).working()).isFalse();
    assertThat(health(page(null)).reason()).contains("older version; start it with this one");
  }

  @Test
  void whether_there_is_a_page_is_judged_apart() {
    assertThat(health(new LiveSnapshots(lake.resolve("none"), Clock.systemUTC()).read()).working())
        .isTrue();
  }
}
