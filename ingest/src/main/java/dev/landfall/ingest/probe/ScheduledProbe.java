package dev.landfall.ingest.probe;

import dev.landfall.ingest.config.ConfigProblem;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan run again and again beside the service.
 *
 * <p>A run that is not done when the next is due is never overtaken: the next begins late. What
 * goes wrong in a run ends that run and is said; it touches neither the service nor the next run.
 * The plan is read anew for each run, so an edit counts from the next one on. Threads: one of its
 * own, which dies with the process.
 */
public final class ScheduledProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledProbe.class);

  private final ScheduledExecutorService clock;
  private final ScheduledFuture<?> runs;

  /** Reads what a run needs. */
  @FunctionalInterface
  public interface Settings {
    ProbeRun.Setting read() throws ConfigProblem;
  }

  private ScheduledProbe(ScheduledExecutorService clock, ScheduledFuture<?> runs) {
    this.clock = clock;
    this.runs = runs;
  }

  /** Starts at once and then every so often. {@code say} takes a line for people per run. */
  public static ScheduledProbe every(Duration pause, Settings settings, Consumer<String> say) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "probe");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> runs =
        clock.scheduleAtFixedRate(
            () -> run(settings, say), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return new ScheduledProbe(clock, runs);
  }

  private static void run(Settings settings, Consumer<String> say) {
    try {
      RunSummary done = ProbeRun.run(settings.read());
      say.accept(line(done));
    } catch (ProbeProblem | ConfigProblem e) {
      say.accept("probe: " + e.getMessage());
    } catch (Exception e) {
      // An exception would end the schedule in silence.
      LOG.warn("a run of the probe failed", e);
      say.accept("probe: a run failed: " + e.getClass().getSimpleName() + "; the next is tried");
    }
  }

  private static String line(RunSummary done) {
    int failed = done.targets().stream().mapToInt(RunSummary.Line::failed).sum();
    return "probe %s: %,d of %,d requests measured, %,d failed%s"
        .formatted(
            done.runId(),
            done.measured(),
            done.planned(),
            failed,
            done.why() == null ? "" : ", held back: " + done.why());
  }

  /** Stops; a run under way is interrupted. */
  @Override
  public void close() {
    runs.cancel(false);
    clock.shutdownNow();
  }
}
