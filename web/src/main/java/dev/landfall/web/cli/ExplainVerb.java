package dev.landfall.web.cli;

import dev.landfall.reports.explain.Explain;
import dev.landfall.reports.explain.Story;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.render.StoryRenderer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = "Tell the story of one call or finding, down to the bytes of its records.",
    footer = {
      "",
      "Examples:",
      "  landfall explain 0f3c9a1e-6a55-4a0e-9a53-7a1d1f1f8e22",
      "  landfall explain a41c09d2e77b3f10 --json",
      "",
      "An id may be shortened to a beginning that only one call or finding has."
    })
final class ExplainVerb extends ConfiguredVerb {

  @Parameters(index = "0", paramLabel = "ID", description = "A request id or a finding's id.")
  private String id = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ExplainVerb(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    Setup setup = setup();
    try (ReadableLake place = ReadableLake.now(setup.config(), io);
        Lake lake = Lake.open(place.folder(), LakeOptions.standard())) {
      Story story = Explain.of(lake, id, setup.policy());
      io.data(json ? StoryRenderer.json(story) : StoryRenderer.text(story));
      return Exit.FINE;
    }
  }
}
