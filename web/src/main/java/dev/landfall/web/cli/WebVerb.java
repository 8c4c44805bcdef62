package dev.landfall.web.cli;

import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.reports.live.LiveSnapshots;
import dev.landfall.web.http.JobHealth;
import dev.landfall.web.http.Readiness;
import dev.landfall.web.http.Server;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
    name = "web",
    description = "Serve the pages only; another process or a cluster writes the lake.",
    footer = {
      "",
      "Examples:",
      "  landfall web",
      "  landfall web --config cluster/landfall.yaml",
      "",
      "Any number of these may serve one lake. A lake in a bucket is copied to a folder of this",
      "machine first: LANDFALL_CACHE names another one. /ready is red when the job that writes the",
      "lake has not been heard of for ten seconds, or has completed no checkpoint for three intervals."
    })
final class WebVerb extends ConfiguredVerb {
  private static final Duration OVERDUE = Duration.ofSeconds(10);

  WebVerb(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    Setup setup = setup();
    ReadableLake lake = ReadableLake.follow(setup.config(), io);
    LiveSnapshots live = new LiveSnapshots(lake.folder(), io.clock());
    Duration patience = patience(setup.config());
    Supplier<JobHealth> health = () -> health(lake, live, patience);
    HeartbeatBeside heartbeat = HeartbeatBeside.start(setup.config(), lake.folder(), io, health);
    Server server =
        Pages.serve(
            setup,
            lake.folder(),
            io,
            health,
            () -> heartbeat == null ? List.of() : heartbeat.samples());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  lake.close();
                  server.close();
                  // Clean: a signal would otherwise answer with 143.
                  Runtime.getRuntime().halt(Exit.FINE);
                },
                "stop"));
    io.say("ready: " + server.url());
    new CountDownLatch(1).await();
    return Exit.FINE;
  }

  /** The job is elsewhere: its live page says whether it is at work, if the page can be had. */
  private JobHealth health(ReadableLake lake, LiveSnapshots live, Duration patience) {
    String problem = lake.problem();
    return problem == null
        ? Readiness.elsewhere(live.read(), patience, io.clock().millis())
        : JobHealth.broken(problem);
  }

  /** It may run embedded in another process or on a cluster: the longer of the two intervals. */
  private static Duration patience(LandfallConfig c) {
    Duration job = c.job().checkpointInterval();
    Duration cluster = c.cluster().checkpointInterval();
    return (job.compareTo(cluster) > 0 ? job : cluster).multipliedBy(3).plus(OVERDUE);
  }
}
