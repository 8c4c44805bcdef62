package dev.landfall.web.cli;

import dev.landfall.reports.Window;
import dev.landfall.reports.Words;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.latency.Baseline;
import dev.landfall.reports.latency.Baselines;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "baseline",
    description = "Store how long the probe's calls took, to hold later ones against.",
    footer = {
      "",
      "Examples:",
      "  landfall probe baseline",
      "  landfall probe baseline --from 2026-11-01 --to 2026-11-08 --json",
      "",
      "Made of answered samples whose call shows where it ran. Written to _control/baselines in the",
      "lake, never changed; the newest counts.",
      "Exit codes: 0 stored, 2 no such sample is in the window."
    })
final class ProbeBaselineVerb extends ConfiguredVerb {

  @Option(names = "--from", paramLabel = "TIME", description = "A day or time, UTC, inclusive.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "A day or time, UTC, exclusive.")
  private @Nullable String to;

  @Option(names = "--json", description = "Print the baseline as stored.")
  private boolean json;

  ProbeBaselineVerb(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    Window window = Times.window(from, to);
    Path folder = ProbeBeside.lake(configuration());
    try (Lake lake = Lake.open(folder, LakeOptions.standard())) {
      Optional<Baseline> measured = Baseline.measure(lake, window, io.clock().instant());
      if (measured.isEmpty()) {
        io.say(
            "landfall: no sample of the probe in "
                + window.text()
                + " is matched to a call that shows where it ran; 'landfall report latency' says"
                + " what they wait for");
        return Exit.CANNOT_SAY;
      }
      Baseline baseline = measured.get();
      Path file = Baselines.store(folder, baseline);
      if (json) {
        io.data(Baselines.text(baseline));
      } else {
        io.data(file + "\n");
      }
      io.say(
          "stored a baseline of %s in %s"
              .formatted(
                  Words.count(baseline.samples(), "sample", "samples"),
                  Words.count(baseline.rows().size(), "row", "rows")));
      return Exit.FINE;
    }
  }
}
