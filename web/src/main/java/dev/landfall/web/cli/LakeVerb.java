package dev.landfall.web.cli;

import dev.landfall.core.judge.Judge;
import dev.landfall.jobs.lake.Compaction;
import dev.landfall.jobs.lake.CompactionOptions;
import dev.landfall.jobs.lake.CompactionResult;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "lake", description = "Maintain the lake: compact.")
final class LakeVerb {

  @Command(
      name = "compact",
      description = "Make few large files of many small ones; one row per call in settled days.",
      footer = {
        "",
        "Examples:",
        "  landfall lake compact",
        "  landfall lake compact --all --config trial/landfall.yaml",
        "",
        "Runs beside 'up'. What reports say stays the same, except that late records come home."
      })
  static final class Compact implements Callable<Integer> {
    private final Io io;
    @Mixin private final ConfigOption config = new ConfigOption();

    @Option(names = "--all", description = "Every day, settled or not.")
    private boolean all;

    Compact(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      Setup setup = Setup.read(config.path(io), io);
      CompactionResult done =
          Compaction.run(
              setup.config().lake(),
              new Judge(setup.policy(), setup.catalogue()),
              io.clock(),
              CompactionOptions.defaults().withSettle(setup.config().settle()).withAll(all));
      io.data(
          String.format(
              Locale.ENGLISH,
              "version %d: %,d files became %,d; %,d rows became %,d; %,d late records came home;"
                  + " %,d files deleted%n",
              done.version(),
              done.filesBefore(),
              done.filesAfter(),
              done.rowsRead(),
              done.rowsWritten(),
              done.lateMerged(),
              done.deleted()));
      return Exit.FINE;
    }
  }
}
