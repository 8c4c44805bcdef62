package dev.landfall.web.cli;

import dev.landfall.jobs.audittrail.JobStatus;
import dev.landfall.web.http.JobHealth;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at the job once a second, says what changed, and keeps its health for the pages. */
final class JobWatch {
  private final Io io;
  private final Supplier<JobStatus> status;
  private final AtomicReference<JobHealth> health;
  private final CountDownLatch never = new CountDownLatch(1);
  private JobStatus.@Nullable State last;

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
    health.set(health(now));
    if (now.state() == last) {
      return;
    }
    last = now.state();
    switch (now.state()) {
      case RUNNING -> io.say("ready: " + url);
      case STARTING -> io.say("the job is starting; the page is on " + url);
      case RESTARTING, FAILED -> io.say(health(now).reason());
      case STOPPED -> io.say("the job has stopped");
    }
  }

  static JobHealth health(JobStatus status) {
    String problem = status.problem() == null ? "" : ": " + status.problem();
    return switch (status.state()) {
      case RUNNING -> JobHealth.atWork();
      case STARTING -> JobHealth.broken("the job is starting");
      case RESTARTING ->
          JobHealth.broken("the job failed and goes on from its last checkpoint" + problem);
      case FAILED -> JobHealth.broken("the job failed too often and stays down" + problem);
      case STOPPED -> JobHealth.broken("the job has stopped");
    };
  }
}
