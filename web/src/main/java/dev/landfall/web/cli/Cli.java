package dev.landfall.web.cli;

import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Nearest;
import dev.landfall.jobs.audittrail.ClusterProblem;
import dev.landfall.jobs.lake.LakeLock;
import dev.landfall.jobs.lake.LakeTakenOver;
import dev.landfall.reports.explain.NoStory;
import dev.landfall.reports.lake.LakeUnavailable;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The verbs, and what each kind of failure says and returns. */
final class Cli {
  @Command(
      name = "landfall",
      description = "Where every recorded Amazon Bedrock inference landed, and on whose evidence.",
      synopsisHeading = "",
      customSynopsis =
          "landfall VERB [options]      (landfall help VERB: its options and examples)%n",
      commandListHeading = "%nVerbs:%n",
      footer = {
        "  test       From a source tree: ./landfall test runs every check there is.",
        "",
        "Exit codes: 0 fine, 1 findings, 2 cannot say (gaps), 64 wrong usage, 70 our fault."
      })
  static final class Top {}

  private final Io io;
  private final CommandLine line;

  Cli(Io io) {
    this.io = io;
    this.line =
        new CommandLine(new Top())
            .addSubcommand(new UpVerb(io))
            .addSubcommand(new WebVerb(io))
            .addSubcommand(new ReplayVerb(io))
            .addSubcommand(new GenerateVerb(io))
            .addSubcommand(new ReportVerb(io))
            .addSubcommand(new ExplainVerb(io))
            .addSubcommand(AlertVerb.with(io))
            .addSubcommand(
                new CommandLine(new JobVerb())
                    .addSubcommand(new JobVerb.Submit(io))
                    .addSubcommand(new JobVerb.ListJobs(io))
                    .addSubcommand(new JobVerb.Savepoint(io))
                    .addSubcommand(new JobVerb.Stop(io)))
            .addSubcommand(new CommandLine(new LakeVerb()).addSubcommand(new LakeVerb.Compact(io)))
            .addSubcommand(
                new CommandLine(new PolicyVerb()).addSubcommand(new PolicyVerb.Check(io)))
            .addSubcommand(
                new CommandLine(new ProbeVerb())
                    .addSubcommand(new ProbeVerb.Run(io))
                    .addSubcommand(new ProbeVerb.Stop(io))
                    .addSubcommand(new ProbeVerb.Resume(io))
                    .addSubcommand(new ProbeBaselineVerb(io))
                    .addSubcommand(new ProbeVerb.QuotaWindow(io)))
            .addSubcommand(
                new CommandLine(new CatalogueVerb()).addSubcommand(new CatalogueVerb.Show(io)))
            .addSubcommand(new CanaryVerb(io))
            .addSubcommand(new DoctorVerb(io))
            .addSubcommand(new VersionVerb(io))
            .addSubcommand(new HelpCommand());
    line.setOut(new java.io.PrintWriter(io.out(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(io.err(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setUsageHelpWidth(110);
    line.setParameterExceptionHandler(this::wrongUsage);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    helpOptions(line);
  }

  private static void helpOptions(CommandLine command) {
    if (!(command.getCommand() instanceof HelpCommand)) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help.")
                  .build());
    }
    command.getSubcommands().values().forEach(Cli::helpOptions);
  }

  int run(String... args) {
    if (args.length == 0) {
      line.usage(io.out());
      return Exit.FINE;
    }
    return line.execute(args);
  }

  private int wrongUsage(ParameterException e, String[] args) {
    io.say("landfall: " + message(e));
    return Exit.WRONG_USAGE;
  }

  private static String message(ParameterException e) {
    CommandLine at = e.getCommandLine();
    String verb = at.getCommandSpec().qualifiedName(" ");
    if (e instanceof UnmatchedArgumentException unmatched
        && !at.getSubcommands().isEmpty()
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      String typed = unmatched.getUnmatched().get(0);
      List<String> verbs = List.copyOf(at.getSubcommands().keySet());
      return "there is no verb '%s'%s '%s' lists them"
          .formatted(
              typed,
              Nearest.to(typed, verbs).map(v -> "; did you mean '" + v + "'?").orElse(";"),
              verb.equals("landfall") ? "landfall help" : verb + " --help");
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      String typed = unmatched.getUnmatched().get(0);
      List<String> options = List.copyOf(at.getCommandSpec().optionsMap().keySet());
      return "%s does not take '%s'%s '%s --help' shows what it takes"
          .formatted(
              verb,
              typed,
              Nearest.to(typed, options).map(v -> "; did you mean '" + v + "'?").orElse(";"),
              verb);
    }
    return e.getMessage() + "; '" + verb + " --help' shows what it takes";
  }

  /** One clear line; what is not foreseen is our fault and says how to see more. */
  private int failed(Exception e) {
    if (io.debug()) {
      e.printStackTrace(io.err());
    }
    if (e instanceof ConfigProblem
        || e instanceof WrongUsage
        || e instanceof NoStory nothing && nothing.left() == null
        || e instanceof LakeLock.LakeOwned) {
      io.say("landfall: " + e.getMessage());
      return Exit.WRONG_USAGE;
    }
    if (e instanceof ClusterProblem
        || e instanceof CannotSay
        || e instanceof NoStory
        || e instanceof LakeTakenOver) {
      io.say("landfall: " + e.getMessage());
      return Exit.CANNOT_SAY;
    }
    if (e instanceof LakeUnavailable) {
      io.say("landfall: " + e.getMessage() + "; 'landfall replay' or 'landfall up' makes one");
      return Exit.CANNOT_SAY;
    }
    String full = FullDisk.in(e);
    if (full != null) {
      io.say("landfall: the disk is full (" + full + "); make room and start again");
      return Exit.CANNOT_SAY;
    }
    io.say("landfall: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    io.say("This is our fault. LANDFALL_DEBUG=1 shows where it happened.");
    return Exit.OUR_FAULT;
  }
}
