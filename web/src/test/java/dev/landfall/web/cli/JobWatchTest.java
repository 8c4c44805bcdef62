package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.jobs.audittrail.JobStatus;
import dev.landfall.jobs.audittrail.JobStatus.State;
import dev.landfall.web.http.JobHealth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobWatchTest {
  private static final String FULL = "no space is left";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicReference<JobHealth> health = new AtomicReference<>(JobHealth.atWork());
  private final AtomicReference<JobStatus> status = new AtomicReference<>();

  @Test
  void a_job_that_fails_and_runs_by_turns_is_one_trouble_said_once() {
    JobWatch watch = watch();
    look(watch, running(10L, null));
    for (int n = 0; n < 3; n++) {
      look(watch, new JobStatus(State.RESTARTING, 10L, 1, FULL, null));
      assertThat(health.get().working()).isFalse();
      look(watch, running(10L, null));
      assertThat(health.get().working()).isFalse();
      assertThat(health.get().reason()).contains(FULL);
    }
    look(watch, running(11L, null));

    assertThat(health.get().working()).isTrue();
    assertThat(lines()).hasSize(3);
    assertThat(lines().get(1)).contains(FULL);
    assertThat(lines().get(2)).contains("ready");
  }

  @Test
  void a_job_that_runs_and_completes_no_checkpoint_is_not_at_work() {
    JobWatch watch = watch();
    look(watch, running(10L, "no checkpoint was completed since noon"));

    assertThat(health.get().working()).isFalse();
    assertThat(health.get().reason()).contains("since noon");

    look(watch, running(12L, null));
    assertThat(health.get().working()).isTrue();
  }

  @Test
  void a_first_start_that_runs_is_ready_before_its_first_checkpoint() {
    JobWatch watch = watch();
    look(watch, running(null, null));

    assertThat(health.get().working()).isTrue();
  }

  private void look(JobWatch watch, JobStatus now) {
    status.set(now);
    watch.look("http://127.0.0.1:1");
  }

  private static JobStatus running(@Nullable Long checkpoint, @Nullable String stuck) {
    return new JobStatus(State.RUNNING, checkpoint, 0, null, stuck);
  }

  private List<String> lines() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private JobWatch watch() {
    PrintStream words = new PrintStream(said, true, StandardCharsets.UTF_8);
    Io io = new Io(words, words, Map.of(), Clock.systemUTC(), false, Path.of("."));
    return new JobWatch(io, status::get, health);
  }
}
