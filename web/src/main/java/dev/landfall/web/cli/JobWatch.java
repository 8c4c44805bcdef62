package dev.landfall.web.cli;

import dev.landfall.jobs.audittrail.JobStatus;
import dev.landfall.web.http.JobHealth;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the job once a second, says what changed, and keeps its health for the pages.
 *
 * <p>A job that failed is well again when it has completed a checkpoint since: on a full disk it
 * runs and fails by turns, and that is one trouble, said once.
 */
final class JobWatch {
  private final Io io;
  private final Supplier<JobStatus> status;
  private final AtomicReference<JobHealth> health;
  private final CountDownLatch never = new CountDownLatch(1);
  private @Nullable String said;
  private @Nullable Trouble trouble;

  /** What is wrong, and the newest checkpoint there was before. */
  private record Trouble(String words, @Nullable Long checkpointBefore) {}

  JobWatch(Io io, Supplier<JobStatus> status, AtomicReference<JobHealth> health) {
    this.io = io;
    this.status = status;
    this.health = health;
  }

  void untilStopped(String url) throws InterruptedException {
    do {
      look(url);
    } while (!never.await(1, TimeUnit.SECONDS));
  }

  void look(String url) {
    JobStatus now = status.get();
    JobHealth is = health(now);
    if (now.state() == JobStatus.State.RUNNING && is.working()) {
      if (trouble != null && !recovered(trouble, now)) {
        is = JobHealth.broken(trouble.words);
      } else {
        trouble = null;
      }
    } else if (now.state() == JobStatus.State.RESTARTING || now.stuck() != null) {
      Long before = trouble == null ? now.lastCheckpointAt() : trouble.checkpointBefore;
      trouble = new Trouble(is.reason(), before);
    }
    health.set(is);
    say(
        switch (now.state()) {
          case RUNNING -> is.working() ? "ready: " + url : is.reason();
          case STARTING -> "the job is starting; the page is on " + url;
          case RESTARTING, FAILED -> is.reason();
          case STOPPED -> "the job has stopped";
        });
  }

  private static boolean recovered(Trouble trouble, JobStatus now) {
    Long last = now.lastCheckpointAt();
    return last != null && (trouble.checkpointBefore == null || last > trouble.checkpointBefore);
  }

  private void say(String words) {
    if (!words.equals(said)) {
      said = words;
      io.say(words);
    }
  }

  static JobHealth health(JobStatus status) {
    String problem = status.problem() == null ? "" : ": " + status.problem();
    return switch (status.state()) {
      case RUNNING ->
          status.stuck() == null
              ? JobHealth.atWork()
              : JobHealth.broken(
                  "the job waits and goes on by itself when it can: " + status.stuck());
      case STARTING -> JobHealth.broken("the job is starting");
      case RESTARTING ->
          JobHealth.broken(
              "the job failed and goes on from its last checkpoint by itself" + problem);
      case FAILED -> JobHealth.broken("the job failed too often and stays down" + problem);
      case STOPPED -> JobHealth.broken("the job has stopped");
    };
  }
}
