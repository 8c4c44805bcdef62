package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.reports.live.LiveSnapshots;
import dev.landfall.reports.live.LiveSnapshots.Live;
import io.javalin.http.sse.SseClient;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the live snapshot to every open page, twice a second.
 *
 * <p>Shape: event {@code beat} with the age of the figures and the banner, at every tick; events
 * {@code snapshot} (the JSON) and {@code parts} (HTML by part id) only when the snapshot is a new
 * one, parts only as far as they changed. A page that reads slowly misses ticks, never order.
 */
final class LiveBroadcast implements AutoCloseable {
  static final int MOST_CLIENTS = 64;
  private static final long TICK_MILLIS = 500;

  private final LiveSnapshots snapshots;
  private final LiveParts parts;
  private final Supplier<JobHealth> job;
  private final Map<SseClient, Client> clients = new ConcurrentHashMap<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(daemon());
  // A page that stops reading blocks its own send, not the others'.
  private final ExecutorService senders = Executors.newFixedThreadPool(8, daemon());
  private @Nullable Rendered rendered;

  /** What one page was sent last. */
  private static final class Client {
    private final AtomicBoolean sending = new AtomicBoolean();
    private final Map<String, String> shown = new HashMap<>();
    private long lastVersion;
  }

  /** A snapshot ready to send; versions count from 1 in the order in which they were met. */
  private record Rendered(
      long version, LiveSnapshot snapshot, String json, Map<String, String> parts) {}

  LiveBroadcast(LiveSnapshots snapshots, LiveParts parts, Supplier<JobHealth> job) {
    this.job = job;
    this.snapshots = snapshots;
    this.parts = parts;
  }

  void start() {
    var unused =
        ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes a page in; false: there are too many already. */
  boolean join(SseClient client) {
    if (clients.size() >= MOST_CLIENTS) {
      return false;
    }
    client.keepAlive();
    client.onClose(() -> clients.remove(client));
    clients.put(client, new Client());
    return true;
  }

  private void tick() {
    if (clients.isEmpty()) {
      return;
    }
    Live live = snapshots.read();
    LiveSnapshot snapshot = live.snapshot();
    Rendered now = snapshot == null ? null : render(snapshot);
    clients.forEach(
        (sse, client) -> {
          if (client.sending.compareAndSet(false, true)) {
            senders.execute(() -> send(sse, client, live, now));
          }
        });
  }

  private Rendered render(LiveSnapshot snapshot) {
    Rendered before = rendered;
    if (before != null && before.snapshot().equals(snapshot)) {
      return before;
    }
    Rendered now =
        new Rendered(
            before == null ? 1 : before.version() + 1,
            snapshot,
            Json.text(snapshot),
            parts.of(snapshot));
    rendered = now;
    return now;
  }

  private void send(SseClient sse, Client client, Live live, @Nullable Rendered now) {
    try {
      if (now != null && client.lastVersion != now.version()) {
        sse.sendEvent("snapshot", now.json());
        Map<String, String> changed = new LinkedHashMap<>();
        now.parts()
            .forEach(
                (id, html) -> {
                  if (!html.equals(client.shown.put(id, html))) {
                    changed.put(id, html);
                  }
                });
        sse.sendEvent("parts", Json.text(changed));
        client.lastVersion = now.version();
      }
      Map<String, Object> beat =
          Map.of(
              "age_ms",
              FirstPage.age(live),
              "stale",
              FirstPage.isStale(live, job.get()),
              "banner",
              FirstPage.banner(live, job.get()));
      sse.sendEvent("beat", Json.text(beat));
    } finally {
      client.sending.set(false);
    }
  }

  private static ThreadFactory daemon() {
    return task -> {
      Thread thread = new Thread(task, "live-page");
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    senders.shutdownNow();
    clients.keySet().forEach(SseClient::close);
  }
}
