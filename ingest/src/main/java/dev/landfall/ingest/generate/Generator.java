package dev.landfall.ingest.generate;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes made-up traffic as AWS would have delivered it, the settings to read it with, and the
 * truth about it.
 *
 * <p>Memory does not grow with the number of calls. Errors: an {@link IOException} names what could
 * not be written; a folder that already holds logs is refused, since old and new objects together
 * would make the truth false.
 */
public final class Generator {
  private static final int PLANT_EVERY = 40;
  private static final long TRAIL_SLOT_MS = 300_000;
  private static final long LOG_SLOT_MS = 3_600_000;
  private static final int BROKEN_LINES = 4;
  private static final long LEAST_QUOTA = 6_000;

  private final GeneratorOptions options;
  private int mostWaiting;

  public Generator(GeneratorOptions options) {
    this.options = options;
  }

  public GeneratorResult run() throws IOException {
    Path logs = options.out().resolve("logs");
    refuseOldLogs(logs);
    Files.createDirectories(logs);
    Truth truth = new Truth();
    LogTree tree;
    try (GzipCrew crew = new GzipCrew(options.workers())) {
      tree = new LogTree(logs, crew, options.seed(), TRAIL_SLOT_MS, LOG_SLOT_MS);
      write(truth, tree);
    }
    truth.finish();
    for (Path cut : tree.damaged()) {
      truth.rejected++;
      truth.damaged.add(cut);
    }
    if (options.damage()) {
      Decoys.write(logs, options.start());
    }
    // The busiest row's quota is just above the most it settled in a minute.
    long busy = Math.max(LEAST_QUOTA, truth.busiest() * 21 / 20 / 1000 * 1000);
    List<QuotaRow> quotas = QuotaRow.all(busy, options.episodes() > 0);
    truth.judgeQuotas(quotas);
    SetupFiles.write(options.out(), options.start(), quotas);
    Path file = options.out().resolve("truth.json");
    TruthFile.write(file, truth, options, tree);
    return new GeneratorResult(
        truth.calls, truth.records(), tree.rawBytes(), tree.storedBytes(), tree.files(), file);
  }

  /** The most records that waited for delivery at a time: what memory depends on. */
  int mostWaiting() {
    return mostWaiting;
  }

  private void write(Truth truth, LogTree tree) throws IOException {
    InvocationText logText =
        new InvocationText(
            new Prose(options.seed(), options.bodyBytes()), options.canary(), options.bodyBytes());
    Post post =
        new Post(
            tree, Delays.REAL, truth, logText, options.canary(), options.seed(), options.noise());
    if (options.damage()) {
      post.breakLines(Math.max(1, options.calls() / (BROKEN_LINES + 2)), BROKEN_LINES);
    }
    Traffic traffic = new Traffic(options.seed(), Plant.ALL, PLANT_EVERY);
    Episodes episodes =
        new Episodes(
            options.episodes(),
            options.seed(),
            options.start().toEpochMilli(),
            options.span().toMillis(),
            options.clockMinute());
    Deque<CallPlan> scene = new ArrayDeque<>();
    if (options.scenes()) {
      long quarter = options.span().toMillis() / 4;
      scene.addAll(new Scenes(traffic).from(options.start().toEpochMilli() + quarter));
    }
    Dice gaps = new Dice(Dice.mix(options.seed() ^ 0x67617073L));
    double startMs = options.start().toEpochMilli();
    double stepMs = (double) options.span().toMillis() / options.calls();
    for (long number = 0; number < options.calls(); number++) {
      long callMs = (long) (startMs + (number + gaps.unit()) * stepMs);
      throttled(episodes, callMs, truth, post);
      while (!scene.isEmpty() && scene.peek().startMs <= callMs) {
        tell(scene.poll(), truth, post);
      }
      CallPlan call = traffic.call(number, callMs);
      tell(call, truth, post);
      Sides.along(number, call, post);
      Sides.changes(number, options.calls(), call, post);
      if (options.damage() && number == options.calls() / 2) {
        tree.cutOneEach();
      }
      post.deliver(callMs);
      mostWaiting = Math.max(mostWaiting, post.waiting());
    }
    throttled(episodes, Long.MAX_VALUE, truth, post);
    truth.episodes.addAll(episodes.told());
    post.deliver(Long.MAX_VALUE);
    tree.closeAll();
  }

  /** What the planted episodes call before a time. */
  private void throttled(Episodes episodes, long untilMs, Truth truth, Post post)
      throws IOException {
    CallPlan call = episodes.before(untilMs);
    while (call != null) {
      tell(call, truth, post);
      post.deliver(call.startMs);
      mostWaiting = Math.max(mostWaiting, post.waiting());
      call = episodes.before(untilMs);
    }
  }

  private static void tell(CallPlan call, Truth truth, Post post) {
    truth.call(call);
    post.post(call);
  }

  private static void refuseOldLogs(Path logs) throws IOException {
    if (!Files.isDirectory(logs)) {
      return;
    }
    try (Stream<Path> old = Files.list(logs)) {
      if (old.findAny().isPresent()) {
        throw new FileAlreadyExistsException(
            logs.toString(), null, "holds logs already; choose a new folder or empty this one");
      }
    }
  }
}
