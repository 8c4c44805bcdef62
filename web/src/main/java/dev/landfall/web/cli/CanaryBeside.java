package dev.landfall.web.cli;

import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.Planting;
import dev.landfall.ingest.canary.CannotPlant;
import dev.landfall.ingest.canary.Planter;
import dev.landfall.ingest.config.CanaryConfig;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.reports.control.ControlFolder;
import dev.landfall.web.http.JobHealth;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plants canaries while the job runs, as {@code canary: every} says; nothing where it does not.
 *
 * <p>When the last one was planted stands in the lake, so a restart plants none too many. One that
 * was due while the hours were closed comes when they open. What could not be planted is written
 * down as such; of those that were due while nothing was at work the last of each source is, with
 * the span. Threads: one of its own.
 */
final class CanaryBeside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryBeside.class);
  private static final long LOOK_SECONDS = 5;

  /** So far two clocks may differ. */
  private static final Duration AHEAD = Duration.ofMinutes(10);

  private final Io io;
  private final CanaryConfig config;
  private final List<SourceConfig> sources;
  private final ControlFolder control;
  private final Planter planter;
  private final Supplier<JobHealth> health;
  private final Duration every;
  private final ScheduledExecutorService thread;
  private @Nullable Instant last;

  private CanaryBeside(LandfallConfig c, Duration every, Io io, Supplier<JobHealth> health) {
    this.io = io;
    this.config = c.canary();
    this.sources = c.sources();
    this.control = LakeControl.of(c.lake());
    this.planter = new Planter(c.canary(), io.clock(), new SecureRandom(), false);
    this.health = health;
    this.every = every;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread t = new Thread(task, "canary");
              t.setDaemon(true);
              return t;
            });
  }

  static @Nullable CanaryBeside start(LandfallConfig c, Io io, Supplier<JobHealth> health) {
    Duration every = c.canary().every();
    if (every == null) {
      return null;
    }
    if (c.sinks().isEmpty()) {
      io.say("canary: no sink is configured that could be told, so none is planted");
      return null;
    }
    CanaryBeside beside = of(c, every, io, health);
    var unused =
        beside.thread.scheduleWithFixedDelay(
            beside::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return beside;
  }

  static CanaryBeside of(LandfallConfig c, Duration every, Io io, Supplier<JobHealth> health) {
    return new CanaryBeside(c, every, io, health);
  }

  void look() {
    try {
      Instant now = io.clock().instant();
      if (last == null) {
        last = newest(control.plantings(), config.account(), now);
      }
      if (due(last, every, config, now) && health.get().working()) {
        Skipped skipped = last == null ? null : skipped(last, every, config, now);
        last = now;
        if (skipped != null) {
          skipped(skipped, now);
        }
        sources.forEach(this::plant);
      }
    } catch (IOException | RuntimeException e) {
      // An exception would end the schedule in silence.
      LOG.warn("the schedule of canaries failed; trying again", e);
    }
  }

  /** Whether one is to be planted; {@code last} null: none ever was. */
  static boolean due(@Nullable Instant last, Duration every, CanaryConfig config, Instant now) {
    return config.allows(now) && (last == null || !now.isBefore(last.plus(every)));
  }

  /**
   * Canaries that were due before the one that is due now, and that nobody planted.
   *
   * @param newest when the last of them was due
   */
  record Skipped(long count, Instant first, Instant newest) {}

  /** What was due between {@code last} and the canary of {@code now}; null: nothing was. */
  static @Nullable Skipped skipped(Instant last, Duration every, CanaryConfig config, Instant now) {
    long count = 0;
    Instant first = config.next(last.plus(every));
    Instant newest = first;
    for (Instant at = first; !at.plus(every).isAfter(now); at = config.next(at.plus(every))) {
      count++;
      newest = at;
    }
    return count == 0 ? null : new Skipped(count, first, newest);
  }

  /** When the newest of these files says it was planted; null: none is of that account. */
  static @Nullable Instant newest(List<String> files, String account, Instant now) {
    Instant newest = null;
    for (String file : files) {
      Long at = CanaryId.plantedAt(account, file.substring(Planting.FILE.length()));
      Instant planted = at == null ? null : Instant.ofEpochMilli(at);
      // One from a clock that ran ahead would hold the schedule up until its time has come.
      if (planted != null
          && !planted.isAfter(now.plus(AHEAD))
          && (newest == null || planted.isAfter(newest))) {
        newest = planted;
      }
    }
    return newest;
  }

  private void skipped(Skipped skipped, Instant now) {
    String reason =
        ("nothing was at work to plant it, or no schedule was set: by today's %d were due from %s"
                + " on; the next was planted at %s")
            .formatted(skipped.count, skipped.first, now);
    for (SourceConfig source : sources) {
      if (Planter.plantsIn(source)) {
        write(planter.failed(source, skipped.newest, reason));
      }
    }
  }

  private void plant(SourceConfig source) {
    try {
      control.write(planter.plant(source));
    } catch (CannotPlant e) {
      io.say("canary: " + e.getMessage());
      if (e.curable()) {
        write(planter.failed(source, e));
      }
    } catch (IOException e) {
      LOG.warn("that a canary was planted in {} cannot be written down", source.id(), e);
    }
  }

  private void write(Planting failed) {
    try {
      control.write(failed);
    } catch (IOException e) {
      LOG.warn("that no canary was planted in {} cannot be written down", failed.source(), e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
