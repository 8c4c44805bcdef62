package dev.landfall.web.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.jobs.audittrail.Replay;
import dev.landfall.jobs.audittrail.ReplayOutcome;
import dev.landfall.jobs.audittrail.Settings;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.totals.ReplayTotals;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description = "Read everything now in the sources, once, and publish it as a new lake.",
    footer = {
      "",
      "Examples:",
      "  landfall replay",
      "  landfall replay --config trial/landfall.yaml --json > totals.json",
      "",
      "The lake changes only when all has been read and settled. A lake that 'up' owns is refused.",
      "Exit codes: 0 fine, 1 findings, also such as have ended, 2 something could not be read."
    })
final class ReplayVerb extends ConfiguredVerb {

  @Option(names = "--json", description = "Print exactly one JSON object.")
  private boolean json;

  @Option(
      names = "--notify",
      description =
          "Make alerts of what stands at the end and send them to the sinks; episodes have ended by"
              + " then and are in 'report findings' only. Default: none.")
  private boolean notifying;

  ReplayVerb(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = setup().settings().notifying(notifying);
    ProgressLine progress = new ProgressLine(io, "replay");
    ReplayOutcome outcome;
    try {
      outcome = Replay.run(settings, progress::show);
    } finally {
      progress.done();
    }
    try (ReadableLake place = published(settings);
        Lake lake = Lake.open(place.folder(), LakeOptions.standard())) {
      ReplayTotals totals = ReplayTotals.of(lake);
      io.data(json ? json(totals, outcome) : text(totals, outcome));
      return totals.outcome().exitCode();
    }
  }

  private ReadableLake published(Settings settings) throws IOException {
    try {
      return ReadableLake.now(settings.config(), io);
    } catch (IOException e) {
      throw new CannotSay(
          "the replay is published; only its totals cannot be shown: " + CannotSay.words(e), e);
    }
  }

  private static String json(ReplayTotals totals, ReplayOutcome outcome)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode object = mapper.valueToTree(totals);
    object.put("seconds", rounded(outcome.seconds()));
    object.put("startup_seconds", rounded(outcome.startupSeconds()));
    object.put("records_per_second", Math.round(perSecond(totals.recordsRead(), outcome)));
    object.put("mb_per_second", rounded(perSecond(totals.bytesRead(), outcome) / 1e6));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(object) + "\n";
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static double perSecond(long amount, ReplayOutcome outcome) {
    return amount / Math.max(0.001, outcome.seconds());
  }

  static String text(ReplayTotals totals, ReplayOutcome outcome) {
    StringBuilder text = new StringBuilder();
    line(text, "records read", totals.recordsRead());
    line(text, "  rejected", totals.rejected());
    line(text, "  duplicates", totals.duplicates());
    totals.ignored().forEach((reason, n) -> line(text, "  ignored, " + reason, n));
    line(text, "  late", totals.late());
    if (totals.canaryRecords() > 0) {
      line(text, "  of canaries", totals.canaryRecords());
    }
    if (totals.removed() > 0) {
      line(text, "  of days that retention leaves out", totals.removed());
    }
    line(text, "calls", totals.calls());
    lines(text, totals.pairing());
    lines(text, totals.verdicts());
    text.append("findings, open or ended\n");
    lines(text, totals.findings());
    line(text, "calls under a residency breach", totals.breachCalls());
    line(text, "sources or objects not read whole", totals.gaps());
    text.append(
        String.format(
            Locale.ENGLISH,
            "%.1f s after %.1f s of starting: %,.0f records/s, %.0f MB/s%n",
            outcome.seconds(),
            outcome.startupSeconds(),
            perSecond(totals.recordsRead(), outcome),
            perSecond(totals.bytesRead(), outcome) / 1e6));
    text.append(totals.ties() ? "The sums tie.\n" : "THE SUMS DO NOT TIE; that is our fault.\n");
    return text.toString();
  }

  private static void lines(StringBuilder text, Map<String, Long> counts) {
    counts.forEach((name, n) -> line(text, "  " + name, n));
  }

  private static void line(StringBuilder text, String name, long n) {
    text.append(String.format(Locale.ENGLISH, "%-36s %,14d%n", name, n));
  }
}
