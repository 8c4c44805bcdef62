package dev.landfall.web.cli;

import dev.landfall.ingest.config.ProbeConfig;
import dev.landfall.ingest.config.WebConfig;
import dev.landfall.ingest.probe.ProbePlanFile;
import dev.landfall.ingest.probe.ProbeRun;
import dev.landfall.ingest.probe.ScheduledProbe;
import dev.landfall.jobs.audittrail.EmbeddedService;
import dev.landfall.jobs.audittrail.Settings;
import dev.landfall.web.http.JobHealth;
import dev.landfall.web.http.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = "Run the whole service here; without a configuration, a demo on made-up logs.",
    footer = {
      "",
      "Examples:",
      "  landfall up                             the demo, in ./demo",
      "  landfall up --config landfall.yaml      your own logs, watched",
      "",
      "The page is on http://127.0.0.1:8080 unless 'web' in the configuration says otherwise.",
      "Ctrl-C stops cleanly; the next start goes on where this one ended."
    })
final class UpVerb implements Callable<Integer> {
  private final Io io;
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--dir", paramLabel = "DIR", description = "The demo's folder. Default: ./demo")
  private @Nullable Path dir;

  UpVerb(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    Path file = config.path(io);
    boolean demo = dir != null || !config.given() && !Files.exists(file);
    if (demo && config.given()) {
      throw new WrongUsage("--dir is for the demo; leave it out, or leave out --config");
    }
    Path folder = io.here().resolve(dir == null ? Path.of("demo") : dir);
    if (demo) {
      io.say("no " + ConfigOption.USUAL + " here: starting the demo in " + folder);
      file = Demo.prepare(folder, io.clock());
    }
    Setup setup = Setup.read(file, io);
    Settings settings = setup.settings();
    warnOfSinks(setup);

    AtomicReference<JobHealth> health =
        new AtomicReference<>(JobHealth.broken("the job is starting"));
    Running running = new Running(io);
    try {
      running.server = serve(setup, file, health);
      if (demo) {
        running.demo = Demo.start(folder, io);
      }
      running.service = EmbeddedService.start(settings);
      running.probe = probe(setup, file);
    } catch (Exception e) {
      running.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "stop"));
    try {
      new JobWatch(io, running.service::status, health).untilStopped(running.server.url());
    } catch (RuntimeException e) {
      running.exit = Exit.OUR_FAULT;
      throw e;
    }
    return Exit.FINE;
  }

  private Server serve(Setup setup, Path file, AtomicReference<JobHealth> health)
      throws WrongUsage {
    WebConfig web = setup.config().web();
    try {
      return Server.start(
          new Server.Options(
              web.bind(),
              web.port(),
              setup.config().lake(),
              setup.catalogue(),
              setup.policy(),
              io.clock(),
              health::get));
    } catch (Server.CannotListen e) {
      throw new WrongUsage(
          e.getMessage()
              + "; set another one in "
              + file
              + " under web: { port: … }, or stop what listens there");
    }
  }

  /** The plan of {@code probe:} beside the job; null: none is configured. */
  private @Nullable ScheduledProbe probe(Setup setup, Path file) throws Exception {
    ProbeConfig config = setup.config().probe();
    if (config == null) {
      return null;
    }
    ProbePlanFile.read(config.plan(), io.env(), setup.catalogue()); // a fault is said at the start
    io.say("probe: %s every %s".formatted(config.plan(), config.every()));
    return ScheduledProbe.every(
        config.every(),
        () ->
            new ProbeRun.Setting(
                setup.config().lake(),
                ProbePlanFile.read(config.plan(), io.env(), setup.catalogue()),
                setup.catalogue(),
                setup.policy(),
                io.clock(),
                (sample, ended, planned) -> {}),
        io::say);
  }

  private void warnOfSinks(Setup setup) {
    if (!setup.config().sinks().isEmpty()) {
      io.say(
          "WARNING: this build does not send alerts yet; nothing will be sent to the "
              + setup.config().sinks().size()
              + " sinks of "
              + setup.config().file());
    }
  }

  /** What has to be stopped, in the order in which it is stopped. */
  private static final class Running {
    private final Io io;
    private @Nullable Server server;
    private @Nullable Demo demo;
    private @Nullable EmbeddedService service;
    private @Nullable ScheduledProbe probe;
    private volatile int exit = Exit.FINE;

    Running(Io io) {
      this.io = io;
    }

    void stop() {
      io.say("stopping: a last checkpoint, then the lake is published");
      close();
      io.say("stopped");
      // Clean: what was to be closed is closed, and a signal would otherwise answer with 130.
      Runtime.getRuntime().halt(exit);
    }

    void close() {
      close(probe);
      close(demo);
      close(service);
      close(server);
    }

    private void close(@Nullable AutoCloseable part) {
      if (part == null) {
        return;
      }
      try {
        part.close();
      } catch (Exception e) {
        io.say("not stopped cleanly: " + e.getMessage());
      }
    }
  }
}
