package dev.landfall.ingest.sink;

import dev.landfall.core.alert.Outbox;
import dev.landfall.core.alert.Reply;
import dev.landfall.core.alert.SinkTerms;
import dev.landfall.ingest.config.Secret;
import dev.landfall.ingest.config.SinkConfig;
import dev.landfall.ingest.config.SinkConfig.SinkType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of a configuration, and threads that send to them.
 *
 * <p>Threads: {@link #send} returns at once; the answer comes on another thread. How many are in
 * flight is the outbox's business. Errors: whatever goes wrong becomes a {@link Reply}.
 */
public final class Sinks implements AutoCloseable {
  private final Map<String, Sink> sinks = new HashMap<>();
  private final HttpSender sender;
  private final Clock clock;
  private final ExecutorService threads;

  public Sinks(List<SinkConfig> configured, Wording wording, Duration timeout, Clock clock) {
    configured.forEach(each -> sinks.put(each.id(), sink(each, wording)));
    this.sender = new HttpSender(AddressGuard.usual(), timeout);
    this.clock = clock;
    AtomicInteger n = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "sink-" + n.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What each sink bears; {@code per_second} of the configuration stands above the kind's own. */
  public static SinkTerms terms(SinkConfig config) {
    SinkTerms usual =
        switch (config.type()) {
          // Slack: about one message a second, short bursts allowed.
          case SLACK -> new SinkTerms(config.id(), 1, 1, 1, SlackSink.BATCH, true, false, false);
          case PAGERDUTY -> new SinkTerms(config.id(), 2, 20, 4, 1, false, true, false);
          case ALERTMANAGER ->
              new SinkTerms(config.id(), 20, 20, 2, AlertmanagerSink.BATCH, false, false, true);
          case WEBHOOK -> new SinkTerms(config.id(), 500, 500, 16, 1, false, true, false);
        };
    Integer rate = config.perSecond();
    return rate == null
        ? usual
        : new SinkTerms(
            usual.id(),
            rate,
            Math.max(1, rate),
            usual.concurrency(),
            usual.batch(),
            usual.grouped(),
            usual.acknowledges(),
            usual.forgets());
  }

  /** Whether the sink wakes people. */
  public static boolean pages(SinkConfig config) {
    return config.type() == SinkType.PAGERDUTY;
  }

  /** How often a sink that forgets is told again. */
  public static Duration again() {
    return AlertmanagerSink.AGAIN;
  }

  private static Sink sink(SinkConfig config, Wording wording) {
    Secret url = config.url();
    URI address = url == null ? PagerDutySink.USUAL : URI.create(url.reveal());
    return switch (config.type()) {
      case SLACK -> new SlackSink(address, wording);
      case PAGERDUTY -> new PagerDutySink(address, key(config.routingKey()), wording);
      case ALERTMANAGER -> new AlertmanagerSink(address, wording);
      case WEBHOOK ->
          new WebhookSink(address, config.secrets().stream().map(Secret::reveal).toList(), wording);
    };
  }

  private static String key(@Nullable Secret key) {
    return Objects.requireNonNull(key, "a PagerDuty sink has a routing key").reveal();
  }

  public void send(Outbox.Send send, BiConsumer<Outbox.Send, Reply> back) {
    threads.execute(() -> back.accept(send, reply(send)));
  }

  private Reply reply(Outbox.Send send) {
    Sink sink = sinks.get(send.sink().id());
    if (sink == null) {
      return Reply.rejected(0, "it is not configured any more");
    }
    try {
      long now = clock.millis();
      return sender.send(sink.payload(send.notices(), now), now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.retry(0, "stopped while sending", null);
    } catch (RuntimeException e) {
      // A payload that cannot be made will not be made the next time either.
      return Reply.rejected(0, "the message could not be made: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
