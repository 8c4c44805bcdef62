package dev.landfall.ingest.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks side by side, each for so long and no longer; lines come in the checks' order. */
final class Examination {
  private final Duration longest;

  Examination(Duration longest) {
    this.longest = longest;
  }

  List<Line> of(List<Check> checks) throws InterruptedException {
    // one thread each: they do nothing but wait, and are few
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "doctor");
              thread.setDaemon(true);
              return thread;
            });
    try {
      long deadline = System.nanoTime() + longest.toNanos();
      List<Future<List<Line>>> answers = new ArrayList<>();
      for (Check check : checks) {
        answers.add(threads.submit(check::look));
      }
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < checks.size(); i++) {
        lines.addAll(lines(checks.get(i), answers.get(i), deadline - System.nanoTime()));
      }
      return lines;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Line> lines(Check check, Future<List<Line>> answer, long nanos)
      throws InterruptedException {
    try {
      return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return List.of(
          Line.unknown(
              check.name(),
              check.subject(),
              "no answer within " + longest.toSeconds() + " s",
              "check the network path, 'region' and 'endpoint'"));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof Unanswered unanswered) {
        return List.of(unanswered.line(check.name(), check.subject()));
      }
      // no message: it may name what is not ours to print
      return List.of(
          Line.unknown(
              check.name(),
              check.subject(),
              "could not be looked at: " + cause.getClass().getSimpleName(),
              null));
    }
  }
}
