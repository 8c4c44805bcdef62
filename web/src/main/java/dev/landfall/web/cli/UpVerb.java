package dev.landfall.web.cli;

import dev.landfall.core.metrics.Sample;
import dev.landfall.ingest.probe.ScheduledProbe;
import dev.landfall.jobs.audittrail.EmbeddedService;
import dev.landfall.jobs.audittrail.Settings;
import dev.landfall.web.http.JobHealth;
import dev.landfall.web.http.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
final class UpVerb extends ConfiguredVerb {

  @Option(names = "--dir", paramLabel = "DIR", description = "The demo's folder. Default: ./demo")
  private @Nullable Path dir;

  UpVerb(Io io) {
    super(io);
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
    ProbeBeside probe = ProbeBeside.of(setup, io);

    AtomicReference<JobHealth> health =
        new AtomicReference<>(JobHealth.broken("the job is starting"));
    Running running = new Running(io);
    try {
      running.lake = ReadableLake.follow(setup.config(), io);
      running.server =
          Pages.serve(setup, running.lake.folder(), io, health::get, running::measured);
      if (demo) {
        running.demo = Demo.start(folder, io);
      }
      running.service = EmbeddedService.start(settings);
      running.probe = probe.start();
      running.heartbeat =
          HeartbeatBeside.start(setup.config(), running.lake.folder(), io, health::get);
      running.canary = CanaryBeside.start(setup.config(), io, health::get);
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

  /** What has to be stopped, in the order in which it is stopped. */
  private static final class Running {
    private final Io io;
    private @Nullable ReadableLake lake;
    private @Nullable Server server;
    private @Nullable Demo demo;
    private volatile @Nullable EmbeddedService service;
    private @Nullable ScheduledProbe probe;
    private @Nullable CanaryBeside canary;
    private volatile @Nullable HeartbeatBeside heartbeat;
    private volatile int exit = Exit.FINE;

    Running(Io io) {
      this.io = io;
    }

    List<Sample> measured() {
      EmbeddedService now = service;
      List<Sample> all = new ArrayList<>(now == null ? List.of() : now.metrics());
      HeartbeatBeside beats = heartbeat;
      all.addAll(beats == null ? List.of() : beats.samples());
      return all;
    }

    void stop() {
      io.say("stopping: a savepoint, then the lake is published");
      close();
      io.say("stopped");
      // Clean: what was to be closed is closed, and a signal would otherwise answer with 130.
      Runtime.getRuntime().halt(exit);
    }

    void close() {
      close(heartbeat);
      close(canary);
      close(probe);
      close(demo);
      close(service);
      close(server);
      close(lake);
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
