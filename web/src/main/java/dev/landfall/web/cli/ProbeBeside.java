package dev.landfall.web.cli;

import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.ProbeConfig;
import dev.landfall.ingest.probe.ProbePlanFile;
import dev.landfall.ingest.probe.ProbeRun;
import dev.landfall.ingest.probe.ScheduledProbe;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The plan of {@code probe:}, run beside the job; nothing where none is configured. */
final class ProbeBeside {
  private final Setup setup;
  private final Io io;
  private final @Nullable ProbeConfig config;

  private ProbeBeside(Setup setup, Io io) {
    this.setup = setup;
    this.io = io;
    this.config = setup.config().probe();
  }

  /** Checks the plan, so that a fault is said before anything starts. */
  static ProbeBeside of(Setup setup, Io io) throws ConfigProblem, WrongUsage {
    ProbeBeside probe = new ProbeBeside(setup, io);
    if (probe.config != null) {
      probe.setting(probe.config, lake(setup.config()));
    }
    return probe;
  }

  @Nullable ScheduledProbe start() throws WrongUsage {
    ProbeConfig plan = config;
    if (plan == null) {
      return null;
    }
    Path lake = lake(setup.config());
    io.say("probe: %s every %s".formatted(plan.plan(), plan.every()));
    return ScheduledProbe.every(plan.every(), () -> setting(plan, lake), io::say);
  }

  private ProbeRun.Setting setting(ProbeConfig plan, Path lake) throws ConfigProblem {
    return new ProbeRun.Setting(
        lake,
        ProbePlanFile.read(plan.plan(), io.env(), setup.catalogue()),
        setup.catalogue(),
        setup.policy(),
        io.clock(),
        (sample, ended, planned) -> {});
  }

  /** The lake's folder, where the probe keeps its journal: that needs a file system's locks. */
  static Path lake(LandfallConfig config) throws WrongUsage {
    if (config.lake() instanceof LakePlace.Folder local) {
      return local.folder();
    }
    throw new WrongUsage(
        "%s: lake: a probe keeps its journal in a folder, and %s is a bucket; give the probe a configuration of its own whose lake is a folder"
            .formatted(config.file(), config.lake().text()));
  }
}
