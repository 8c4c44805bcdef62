package dev.landfall.web.cli;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.probe.QuotaTrial;
import dev.landfall.ingest.probe.OutlineText;
import dev.landfall.ingest.probe.ProbeOutline;
import dev.landfall.ingest.probe.ProbePlan;
import dev.landfall.ingest.probe.ProbePlanFile;
import dev.landfall.ingest.probe.ProbeProblem;
import dev.landfall.ingest.probe.ProbeRun;
import dev.landfall.ingest.probe.QuotaWindowFile;
import dev.landfall.ingest.probe.QuotaWindowRun;
import dev.landfall.ingest.probe.RunSummary;
import dev.landfall.ingest.probe.StopSwitch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "probe",
    description =
        "Measure latency by the Region that really served: run, stop, resume, baseline, quota-window.")
final class ProbeVerb {
  @Command(
      name = "run",
      description = "Send the requests of a plan within its caps, and time them.",
      footer = {
        "",
        "Examples:",
        "  landfall probe run --plan plan.yaml --dry-run     what it would send, and its worst cost",
        "  landfall probe run --plan plan.yaml",
        "",
        "This calls Amazon Bedrock and costs money, up to the plan's caps. A dry run needs neither",
        "credentials nor network. Exit codes: 0 all was sent, 2 not all, or nothing could be sent."
      })
  static final class Run extends ConfiguredVerb {
    @Option(names = "--plan", paramLabel = "FILE", required = true, description = "The plan.")
    private Path plan = Path.of("plan.yaml");

    @Option(names = "--dry-run", description = "Print the plan and its worst cost; send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    Run(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      // A plan can be looked at before anything is set up: with the shipped catalogue then.
      boolean bare = dryRun && !config.given() && !Files.exists(config.path(io));
      Setup setup = bare ? null : setup();
      Catalogue catalogue = setup == null ? Catalogue.shipped() : setup.catalogue();
      PolicyHistory policy = setup == null ? PolicyHistory.open() : setup.policy();
      ProbePlan read = ProbePlanFile.read(io.here().resolve(plan), io.env(), catalogue);
      try {
        return dryRun || setup == null ? print(read, catalogue, policy) : run(setup, read);
      } catch (ProbeProblem e) {
        io.say("landfall: " + e.getMessage());
        return Exit.CANNOT_SAY;
      }
    }

    private int print(ProbePlan read, Catalogue catalogue, PolicyHistory policy)
        throws ProbeProblem {
      OutlineText text =
          new OutlineText(
              ProbeOutline.of(read, read.account(), catalogue, policy, io.clock().millis()));
      io.data(json ? text.json() : text.text());
      return Exit.FINE;
    }

    private int run(Setup setup, ProbePlan read) throws Exception {
      CountLine progress = new CountLine(io, "probe");
      RunSummary done =
          ProbeRun.run(
              new ProbeRun.Setting(
                  ProbeBeside.lake(setup.config()),
                  read,
                  setup.catalogue(),
                  setup.policy(),
                  io.clock(),
                  (sample, ended, planned) -> progress.show(ended, planned)));
      progress.done();
      io.data(json ? done.json() : done.text());
      return done.whole() ? Exit.FINE : Exit.CANNOT_SAY;
    }
  }

  @Command(
      name = "stop",
      description = "Stop every probe on the lake, running or to come, until 'resume'.",
      footer = {"", "Example:", "  landfall probe stop"})
  static final class Stop extends ConfiguredVerb {
    Stop(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      StopSwitch stop = StopSwitch.of(ProbeBeside.lake(configuration()));
      io.say((stop.stop() ? "stopped: " : "stopped already: ") + stop.file());
      return Exit.FINE;
    }
  }

  @Command(
      name = "resume",
      description = "Let probes send again after 'stop'.",
      footer = {"", "Example:", "  landfall probe resume"})
  static final class Resume extends ConfiguredVerb {
    Resume(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      StopSwitch stop = StopSwitch.of(ProbeBeside.lake(configuration()));
      io.say(stop.resume() ? "probes may send again" : "nothing had stopped them");
      return Exit.FINE;
    }
  }

  @Command(
      name = "quota-window",
      description =
          "Try how a quota behaves: by the clock's minute or rolling; cache reads or not.",
      footer = {
        "",
        "Examples:",
        "  landfall probe quota-window --plan plan.yaml            what it would do, and its cost",
        "  landfall probe quota-window --plan plan.yaml --yes",
        "",
        "It presses the quota to its limit for moments, so other callers of the account may be",
        "throttled then. What it finds becomes a dated row of the catalogue folder, if one is set.",
        "Exit codes: 0 found, 2 undecided."
      })
  static final class QuotaWindow extends ConfiguredVerb {
    @Option(names = "--plan", paramLabel = "FILE", required = true, description = "The plan.")
    private Path plan = Path.of("plan.yaml");

    @Option(
        names = "--target",
        paramLabel = "NAME",
        description = "Target of the plan. Default: the first.")
    private @Nullable String target;

    @Option(names = "--yes", description = "Do it; without this nothing is sent.")
    private boolean yes;

    QuotaWindow(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      Setup setup = setup();
      ProbePlan read = ProbePlanFile.read(io.here().resolve(plan), io.env(), setup.catalogue());
      try {
        QuotaWindowRun trial =
            QuotaWindowRun.of(read, target, setup.catalogue(), setup.policy(), io.clock().millis());
        if (!yes) {
          io.data(trial.text());
          io.say("nothing was sent; --yes does it");
          return Exit.FINE;
        }
        io.say(trial.text().strip());
        return print(
            setup,
            trial.run(ProbeBeside.lake(setup.config()), setup.catalogue(), io.clock(), io::say));
      } catch (ProbeProblem e) {
        io.say("landfall: " + e.getMessage());
        return Exit.CANNOT_SAY;
      }
    }

    private int print(Setup setup, QuotaWindowRun.Found found) throws Exception {
      QuotaTrial.Result result = found.result();
      io.data(
          "quota %s%nwindow: %s (%s)%ncache reads reserved: %s (%s)%n"
              .formatted(
                  found.quota().text(),
                  result.window().word(),
                  result.window().why(),
                  result.cacheReadsReserved().word(),
                  result.cacheReadsReserved().why()));
      boolean any = result.window().decided() || result.cacheReadsReserved().decided();
      LocalDate day = LocalDate.ofInstant(io.clock().instant(), ZoneOffset.UTC);
      Path folder = setup.config().catalogue();
      if (any && folder != null) {
        io.say("added to " + QuotaWindowFile.add(folder, found, day));
      } else if (any) {
        io.say(
            "no 'catalogue:' folder is configured; its quota_windows.csv would take this row: "
                + QuotaWindowFile.row(found, day).strip());
      }
      return result.window().decided() && result.cacheReadsReserved().decided()
          ? Exit.FINE
          : Exit.CANNOT_SAY;
    }
  }

  /** One line on the terminal that counts; nothing where nobody watches. */
  private static final class CountLine {
    private final Io io;
    private final String what;
    private boolean shown;

    CountLine(Io io, String what) {
      this.io = io;
      this.what = what;
    }

    synchronized void show(int done, int of) {
      if (io.terminal()) {
        io.err().print("\r" + what + ": %,d of %,d".formatted(done, of));
        io.err().flush();
        shown = true;
      }
    }

    synchronized void done() {
      if (shown) {
        io.err().print("\r" + " ".repeat(40) + "\r");
        io.err().flush();
      }
    }
  }
}
