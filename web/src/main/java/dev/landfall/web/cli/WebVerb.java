package dev.landfall.web.cli;

import dev.landfall.web.http.JobHealth;
import dev.landfall.web.http.Server;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
      "lake has not been heard of for ten seconds."
    })
final class WebVerb implements Callable<Integer> {
  private final Io io;
  @Mixin private final ConfigOption config = new ConfigOption();

  WebVerb(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    Setup setup = Setup.read(config.path(io), io);
    ReadableLake lake = ReadableLake.follow(setup.config(), io);
    HeartbeatBeside heartbeat =
        HeartbeatBeside.start(setup.config(), lake.folder(), io, () -> health(lake));
    Server server =
        Pages.serve(
            setup,
            lake.folder(),
            io,
            () -> health(lake),
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
  private static JobHealth health(ReadableLake lake) {
    String problem = lake.problem();
    return problem == null ? JobHealth.atWork() : JobHealth.broken(problem);
  }
}
