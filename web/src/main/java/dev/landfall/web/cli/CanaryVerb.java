package dev.landfall.web.cli;

import dev.landfall.core.canary.Planting;
import dev.landfall.ingest.canary.CannotPlant;
import dev.landfall.ingest.canary.Planter;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.reports.control.ControlFolder;
import dev.landfall.reports.live.LiveSnapshots;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "canary",
    description = "Plant a marked breach in the sources and wait until the sinks have taken it.",
    footer = {
      "",
      "Examples:",
      "  landfall canary",
      "  landfall canary --source kinesis:ap-southeast-6/bedrock-logs --json",
      "  landfall canary --no-wait                     leave the waiting to the job",
      "",
      "The job must be running, for it reads and tells as it would of a real breach. What was",
      "planted is in 'report canary' and in no other figure. See docs/canary.md.",
      "Exit codes: 0 told in time, 1 told late or not at all, 2 it could not be planted or seen."
    })
final class CanaryVerb extends ConfiguredVerb {

  @Option(
      names = "--source",
      paramLabel = "ID",
      description = "Only in this source: its id or its place. Default: in each.")
  private @Nullable String source;

  @Option(
      names = "--record",
      paramLabel = "LOG",
      description =
          "trail or log: whose record an object is, CloudTrail's or the invocation log's. Default:"
              + " trail")
  private String record = "trail";

  @Option(names = "--no-wait", description = "Plant only; exit code 0 when all is planted.")
  private boolean noWait;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  CanaryVerb(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    if (!record.equals("trail") && !record.equals("log")) {
      throw new WrongUsage("--record '" + record + "' is none of trail, log");
    }
    LandfallConfig c = configuration();
    List<SourceConfig> sources = chosen(c);
    if (c.sinks().isEmpty()) {
      throw new CannotSay(
          c.file() + ": sinks: there is none that could be told; name one, then plant again", null);
    }
    running(c);
    ControlFolder control = LakeControl.of(c.lake());
    Planter planter = new Planter(c.canary(), io.clock(), new SecureRandom(), record.equals("log"));
    List<Planting> planted = new ArrayList<>();
    Map<String, String> notPlanted = new LinkedHashMap<>();
    for (SourceConfig each : sources) {
      try {
        Planting planting = planter.plant(each);
        control.write(planting);
        planted.add(planting);
        io.say("planted " + planting.id() + " in " + planting.source());
      } catch (CannotPlant e) {
        notPlanted.put(each.id(), String.valueOf(e.getMessage()));
        io.say("not planted: " + e.getMessage());
      }
    }
    CanaryWait wait = new CanaryWait(c, io, planted, notPlanted);
    if (!noWait) {
      wait.untilKnown();
    }
    io.data(json ? wait.json() : wait.text());
    return noWait && notPlanted.isEmpty() ? Exit.FINE : wait.exit();
  }

  private List<SourceConfig> chosen(LandfallConfig c) throws WrongUsage {
    if (source == null) {
      return c.sources();
    }
    List<SourceConfig> chosen =
        c.sources().stream()
            .filter(each -> each.id().equals(source) || each.place().equals(source))
            .toList();
    if (chosen.isEmpty()) {
      throw new WrongUsage(
          "there is no source '%s'; there are: %s"
              .formatted(
                  source, String.join(", ", c.sources().stream().map(SourceConfig::id).toList())));
    }
    return chosen;
  }

  /** Without a job nobody would tell: then nothing is planted, and it is no breach of the path. */
  private void running(LandfallConfig c) throws CannotSay {
    if (!(c.lake() instanceof LakePlace.Folder local)) {
      return; // the job is elsewhere; whether it runs shows by what it tells
    }
    LiveSnapshots.Live live = new LiveSnapshots(local.folder(), io.clock()).read();
    if (live.state() != LiveSnapshots.State.FRESH) {
      throw new CannotSay(
          "no job is at work over "
              + local.folder()
              + " ("
              + live.problem()
              + "), so nobody would tell; start it with: landfall up",
          null);
    }
  }
}
