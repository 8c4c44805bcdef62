package dev.landfall.web.cli;

import dev.landfall.ingest.config.Units;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.generate.GeneratorResult;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "generate",
    description = "Write realistic logs in AWS's layout, with the truth about them.",
    footer = {
      "",
      "Examples:",
      "  landfall generate --out trial --calls 50000",
      "  landfall generate --out clean --calls 10000 --seed 7 --noise 0 --clean",
      "  landfall generate --out full --calls 10000 --throttle-episodes 5",
      "",
      "Writes logs/, landfall.yaml, policy.yaml and truth.json below the folder. The same options",
      "give the same bytes. Prints the path of landfall.yaml."
    })
final class GenerateVerb implements Callable<Integer> {
  private final Io io;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
  private @Nullable Path out;

  @Option(names = "--calls", paramLabel = "N", description = "Calls to make. Default: 10000")
  private long calls = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Another seed, other traffic. Default: 1")
  private long seed = 1;

  @Option(names = "--start", paramLabel = "TIME", description = "First call, UTC.")
  private @Nullable String start;

  @Option(names = "--span", paramLabel = "TIME", description = "From first to last call, like 6h.")
  private @Nullable String span;

  @Option(
      names = "--body-bytes",
      paramLabel = "SIZE",
      description = "Size of an invocation-log record, like 2500 or 20KB.")
  private @Nullable String bodyBytes;

  @Option(
      names = "--noise",
      paramLabel = "SHARE",
      description = "CloudTrail records not Bedrock's.")
  private @Nullable Double noise;

  @Option(names = "--clean", description = "No broken lines and no truncated objects.")
  private boolean clean;

  @Option(
      names = "--throttle-episodes",
      paramLabel = "N",
      description = {
        "Plant N episodes of throttling by each quota kind: reservation, settlement, requests.",
        "Each wants 20 minutes of the span. Default: 0"
      })
  private int episodes;

  @Option(
      names = "--clock-minute",
      description = "The episodes' quotas run by the clock's minute, not over the last 60 s.")
  private boolean clockMinute;

  @Option(
      names = "--scenes",
      description = "Plant a slow Region, a drift of the Region mix and a client's fallback.")
  private boolean scenes;

  GenerateVerb(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    GeneratorOptions options = options();
    io.say(String.format(Locale.ENGLISH, "writing %,d calls into %s", calls, options.out()));
    ProgressLine progress = new ProgressLine(io, "generate");
    ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused = ticker.scheduleAtFixedRate(() -> progress.show(0, 0), 1, 1, TimeUnit.SECONDS);
      GeneratorResult made = new Generator(options).run();
      progress.done();
      io.say(
          String.format(
              Locale.ENGLISH,
              "%,d records in %,d objects, %.0f MB (%.0f MB stored); the truth is in %s",
              made.records(),
              made.files(),
              made.rawBytes() / 1e6,
              made.storedBytes() / 1e6,
              made.truth()));
    } catch (FileAlreadyExistsException e) {
      throw new WrongUsage("--out: " + e.getMessage());
    } finally {
      ticker.shutdownNow();
      progress.done();
    }
    io.data(options.out().resolve("landfall.yaml") + "\n");
    return Exit.FINE;
  }

  private GeneratorOptions options() throws WrongUsage {
    if (out == null) {
      throw new WrongUsage("--out is missing");
    }
    try {
      GeneratorOptions options = GeneratorOptions.of(io.here().resolve(out), calls, seed);
      if (start != null) {
        options = options.withStart(Times.time("--start", start));
      }
      if (span != null) {
        options = options.withSpan(Times.duration("--span", span));
      }
      if (bodyBytes != null) {
        String text = bodyBytes;
        long bytes =
            Units.bytes(text)
                .orElseThrow(() -> new WrongUsage("--body-bytes '" + text + "' is not a size"));
        options = options.withBodyBytes((int) Math.min(bytes, Integer.MAX_VALUE));
      }
      if (noise != null) {
        options = options.withNoise(noise);
      }
      return options.withDamage(!clean).withScenes(scenes).withEpisodes(episodes, clockMinute);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(String.valueOf(e.getMessage()));
    }
  }
}
