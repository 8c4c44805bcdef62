package dev.landfall.web.cli;

import dev.landfall.core.judge.Judge;
import dev.landfall.ingest.config.Units;
import dev.landfall.jobs.lake.Compaction;
import dev.landfall.jobs.lake.CompactionOptions;
import dev.landfall.jobs.lake.CompactionResult;
import dev.landfall.jobs.lake.Leaving;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "lake", description = "Maintain the lake: compact.")
final class LakeVerb {

  @Command(
      name = "compact",
      description =
          "Make few large files of many small ones, one row per call in settled days; remove days"
              + " past retention.",
      footer = {
        "",
        "Examples:",
        "  landfall lake compact",
        "  landfall lake compact --all --config trial/landfall.yaml",
        "  landfall lake compact --dry-run",
        "",
        "Runs beside 'up'. What reports say stays the same, except that late records come home and",
        "that days older than retention.calls leave the lake, where the configuration states it."
      })
  static final class Compact extends ConfiguredVerb {

    @Option(names = "--all", description = "Every day, settled or not.")
    private boolean all;

    @Option(names = "--dry-run", description = "Say which days would leave, and do nothing.")
    private boolean dry;

    Compact(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      Setup setup = setup();
      Duration keep = setup.config().retention().calls();
      CompactionOptions options =
          CompactionOptions.defaults()
              .withSettle(setup.config().settle())
              .withAll(all)
              .withKeep(keep);
      Optional<Leaving> leaving = Leaving.of(setup.config().lake(), options, io.clock());
      if (dry) {
        io.data(leaving.map(days -> words(days, "would leave")).orElse(nothing(keep)));
        return Exit.FINE;
      }
      leaving.ifPresent(
          days ->
              io.say(
                  "landfall: retention.calls is %s: %s"
                      .formatted(
                          text(keep), words(days, days.days() == 1 ? "leaves" : "leave").strip())));
      CompactionResult done =
          Compaction.run(
              setup.config().lake(),
              new Judge(setup.policy(), setup.catalogue()),
              io.clock(),
              options);
      io.data(compacted(done));
      Leaving left = done.left();
      if (left != null) {
        io.data(words(left, "left"));
      }
      return Exit.FINE;
    }

    private static String compacted(CompactionResult done) {
      return String.format(
          Locale.ENGLISH,
          "version %d: %,d files became %,d; %,d rows became %,d; %,d late records came home;"
              + " %,d files deleted%n",
          done.version(),
          done.filesBefore(),
          done.filesAfter(),
          done.rowsRead(),
          done.rowsWritten(),
          done.lateMerged(),
          done.deleted());
    }

    private static String words(Leaving days, String leave) {
      return String.format(
          Locale.ENGLISH,
          "%,d %s before %s, the first %s, %s the lake: %,d calls, %,d rows in all, %,d bytes%n",
          days.days(),
          days.days() == 1 ? "day" : "days",
          days.keptFrom(),
          days.firstDay(),
          leave,
          days.calls(),
          days.rows(),
          days.bytes());
    }

    private static String nothing(@Nullable Duration keep) {
      return keep == null
          ? "retention.calls is not stated: every day is kept" + System.lineSeparator()
          : "no day is older than " + text(keep) + ": every day is kept" + System.lineSeparator();
    }

    private static String text(@Nullable Duration keep) {
      return keep == null ? "not stated" : Units.text(keep);
    }
  }
}
