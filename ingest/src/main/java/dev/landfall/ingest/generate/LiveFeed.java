package dev.landfall.ingest.generate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Made-up traffic as it happens, for watching: small objects come in place by rename, with event
 * times just behind the clock, a planted breach every few seconds and calls that run into a quota
 * every twenty minutes.
 *
 * <p>Shape: about four calls a second, delivered within seconds where AWS takes minutes. Threads:
 * confined to the caller's, which decides how often {@link #tick} runs; once a second is enough.
 * Restarts: calls are drawn from the seed and the time of construction, so that a second feed into
 * one folder does not repeat the first one's request ids.
 */
public final class LiveFeed implements Closeable {
  private static final int CALL_EVERY_MS = 250;
  private static final int PLANT_EVERY = 10;
  private static final long HISTORY_CALL_EVERY_MS = 5_000;
  private static final long HISTORY_SLOT_MS = 1_800_000;
  private static final long TRAIL_SLOT_MS = 8_000;
  private static final long LOG_SLOT_MS = 2_000;
  private static final long LONGEST_PAUSE_MS = 60_000;
  private static final int BODY_BYTES = 1_600;

  /** Throttle episodes of each kind, one every twenty minutes: more than anybody watches. */
  private static final int EPISODES = 10_000;

  /** The history's scene has settled when the feed begins. */
  private static final long OLD_SCENE_MS = 5 * 3_600_000;

  private static final long FIRST_SCENE_MS = 60_000;
  private static final long SCENE_EVERY_MS = 2 * 3_600_000;

  /** Just above what the busiest row settles in its three busy minutes of the half hour. */
  private static final long BUSY_TOKENS_PER_MINUTE = 400_000;

  private final Path logs;
  private final long seed;
  private final GzipCrew crew = new GzipCrew(0);
  private final Post post;
  private final Traffic traffic;
  private final LogTree tree;
  private final Episodes episodes;
  private final Scenes scenes;
  private final Deque<CallPlan> scene = new ArrayDeque<>();
  private long number;
  private long throttled;
  private long nextCallMs;
  private long nextSceneMs;

  public LiveFeed(Path logs, long seed, Clock clock) throws IOException {
    this.logs = logs;
    this.nextCallMs = clock.millis();
    this.seed = Dice.mix(seed ^ nextCallMs);
    Files.createDirectories(logs);
    this.traffic = new Traffic(this.seed, Plant.mostlyBreaches(), PLANT_EVERY);
    this.scenes = new Scenes(traffic);
    this.nextSceneMs = nextCallMs + FIRST_SCENE_MS;
    this.tree = new LogTree(logs, crew, this.seed, TRAIL_SLOT_MS, LOG_SLOT_MS);
    this.episodes =
        new Episodes(EPISODES, this.seed, nextCallMs, EPISODES * Episode.SLOT_MS, false);
    String canary = GeneratorOptions.USUAL_CANARY;
    InvocationText text = new InvocationText(new Prose(this.seed, BODY_BYTES), canary, BODY_BYTES);
    this.post =
        new Post(
            tree, Delays.DEMO, new Truth(), text, canary, this.seed, GeneratorOptions.USUAL_NOISE);
  }

  /**
   * Writes {@code landfall.yaml} and {@code policy.yaml} for a feed into {@code folder/logs}; the
   * policy is in force from the day before {@code now}, as far as {@code history} before it.
   */
  public static void writeSettings(Path folder, Instant now, Duration history) throws IOException {
    SetupFiles.write(folder, now.minus(history), QuotaRow.all(BUSY_TOKENS_PER_MINUTE, true));
  }

  /** Writes what the time before the feed began would have left, one broken line in it. */
  public void history(Duration back) throws IOException {
    LogTree past = new LogTree(logs, crew, Dice.mix(seed + 1), HISTORY_SLOT_MS, HISTORY_SLOT_MS);
    post.turnTo(past);
    post.breakLines(100, 1);
    long end = nextCallMs;
    long slot = Math.min(Episode.SLOT_MS, back.toMillis());
    Episodes before = new Episodes(1, Dice.mix(seed + 2), end - slot, slot, false);
    if (back.toMillis() >= OLD_SCENE_MS) {
      scene.addAll(scenes.from(end - OLD_SCENE_MS));
    }
    for (long at = end - back.toMillis(); at < end; at += HISTORY_CALL_EVERY_MS) {
      play(at);
      throttled(before, at);
      call(at);
      post.deliver(at);
    }
    throttled(before, end);
    post.deliver(end);
    past.closeAll();
    post.turnTo(tree);
  }

  /** Writes the records due at a time and puts finished objects in place. */
  public void tick(Instant now) throws IOException {
    long nowMs = now.toEpochMilli();
    // After a pause, as of a sleeping laptop, the calls that were missed are not made up for.
    nextCallMs = Math.max(nextCallMs, nowMs - LONGEST_PAUSE_MS);
    episodes.skipTo(nextCallMs);
    if (nextSceneMs <= nowMs) {
      scene.addAll(scenes.from(nowMs + FIRST_SCENE_MS));
      nextSceneMs = nowMs + SCENE_EVERY_MS;
    }
    play(nowMs);
    while (nextCallMs < nowMs) {
      throttled(episodes, nextCallMs + CALL_EVERY_MS);
      call(nextCallMs);
      nextCallMs += CALL_EVERY_MS;
    }
    post.deliver(nowMs);
    tree.advance(nowMs);
  }

  /** How many calls have been made so far, those of the history and of episodes included. */
  public long calls() {
    return number + throttled;
  }

  /** Puts the objects still open in place; nothing may follow. */
  @Override
  public void close() throws IOException {
    tree.closeAll();
    crew.close();
  }

  private void throttled(Episodes planted, long untilMs) {
    CallPlan call = planted.before(untilMs);
    while (call != null) {
      post.post(call);
      throttled++;
      call = planted.before(untilMs);
    }
  }

  private void play(long nowMs) {
    while (!scene.isEmpty() && scene.peek().startMs <= nowMs) {
      post.post(scene.poll());
    }
  }

  private void call(long atMs) {
    CallPlan plan = traffic.call(number, atMs);
    post.post(plan);
    Sides.along(number, plan, post);
    number++;
  }
}
