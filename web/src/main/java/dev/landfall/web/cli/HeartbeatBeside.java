package dev.landfall.web.cli;

import dev.landfall.core.alert.Reply;
import dev.landfall.core.metrics.Metric;
import dev.landfall.core.metrics.Sample;
import dev.landfall.ingest.config.HeartbeatConfig;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.config.WebConfig;
import dev.landfall.ingest.sink.Heartbeat;
import dev.landfall.reports.live.LiveSnapshots;
import dev.landfall.web.http.JobHealth;
import dev.landfall.web.http.Readiness;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a sign of life while the job is at work and its sources are read, and none otherwise: who
 * waits for it then tells people that Landfall itself has stopped.
 *
 * <p>What keeps it back, or why it is not taken, is said once per reason. It goes at most once per
 * interval and later where the receiver asks for that. Threads: one of its own.
 */
final class HeartbeatBeside implements AutoCloseable {
  private final HeartbeatConfig config;
  private final Heartbeat heartbeat;
  private final List<String> sources;
  private final LiveSnapshots live;
  private final Supplier<JobHealth> health;
  private final Clock clock;
  private final Consumer<String> say;
  private final ScheduledExecutorService thread;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private volatile long lastSentAt;
  private long notBefore;
  private @Nullable String said;

  private HeartbeatBeside(
      HeartbeatConfig config,
      Heartbeat heartbeat,
      List<String> sources,
      Path lake,
      Supplier<JobHealth> health,
      Clock clock,
      Consumer<String> say) {
    this.config = config;
    this.heartbeat = heartbeat;
    this.sources = sources;
    this.live = new LiveSnapshots(lake, clock);
    this.health = health;
    this.clock = clock;
    this.say = say;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread t = new Thread(task, "heartbeat");
              t.setDaemon(true);
              return t;
            });
  }

  /** Starts it; null: none is configured. {@code lake}: the folder of the live page. */
  static @Nullable HeartbeatBeside start(
      LandfallConfig c, Path lake, Io io, Supplier<JobHealth> health) {
    HeartbeatConfig config = c.heartbeat();
    if (config == null) {
      return null;
    }
    HeartbeatBeside beside = of(config, c, lake, health, io.clock(), io::say);
    long every = config.every().toMillis();
    var unused =
        beside.thread.scheduleAtFixedRate(beside::look, every, every, TimeUnit.MILLISECONDS);
    return beside;
  }

  static HeartbeatBeside of(
      HeartbeatConfig config,
      LandfallConfig c,
      Path lake,
      Supplier<JobHealth> health,
      Clock clock,
      Consumer<String> say) {
    WebConfig web = c.web();
    String instance = web.publicUrl() == null ? web.bind() + ":" + web.port() : web.publicUrl();
    return new HeartbeatBeside(
        config,
        new Heartbeat(config, instance, c.alerts().timeout()),
        c.sources().stream().map(SourceConfig::id).toList(),
        lake,
        health,
        clock,
        say);
  }

  void look() {
    try {
      long now = clock.millis();
      String why = Readiness.against(health.get(), live.read(), sources, config.maxLag(), now);
      if (why != null) {
        held.incrementAndGet();
        said("heartbeat: held back: " + why);
      } else if (now >= notBefore) {
        beat(now);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // An exception would end the schedule: then it would stop though the job is at work.
      failed.incrementAndGet();
      said("heartbeat: not sent: " + e.getClass().getSimpleName());
    }
  }

  private void beat(long now) throws InterruptedException {
    Reply reply = heartbeat.beat(now);
    if (reply.verdict() == Reply.Verdict.ACCEPTED) {
      sent.incrementAndGet();
      lastSentAt = now;
      said("heartbeat: sent");
      return;
    }
    failed.incrementAndGet();
    Long asked = reply.retryAfterMillis();
    notBefore = asked == null ? 0 : now + asked;
    String status = reply.status() == 0 ? "" : " (HTTP " + reply.status() + ")";
    said("heartbeat: not taken: " + reply.reason() + status);
  }

  private void said(String words) {
    if (!words.equals(said)) {
      said = words;
      say.accept(words);
    }
  }

  List<Sample> samples() {
    List<Sample> counts =
        List.of(
            Sample.count(Metric.HEARTBEATS, sent.get(), "sent"),
            Sample.count(Metric.HEARTBEATS, failed.get(), "failed"),
            Sample.count(Metric.HEARTBEATS, held.get(), "held"));
    if (lastSentAt == 0) {
      return counts;
    }
    List<Sample> all = new java.util.ArrayList<>(counts);
    all.add(Sample.of(Metric.HEARTBEAT_SENT, lastSentAt / 1000.0));
    return all;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
