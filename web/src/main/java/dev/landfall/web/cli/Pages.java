package dev.landfall.web.cli;

import dev.landfall.core.metrics.Sample;
import dev.landfall.ingest.config.WebConfig;
import dev.landfall.web.http.JobHealth;
import dev.landfall.web.http.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Starts the web server where the configuration says. */
final class Pages {
  private Pages() {}

  /** {@code measured}: what {@code /metrics} tells beside the server's own figures. */
  static Server serve(
      Setup setup, Path lake, Io io, Supplier<JobHealth> health, Supplier<List<Sample>> measured)
      throws WrongUsage {
    WebConfig web = setup.config().web();
    try {
      return Server.start(
          new Server.Options(
              web.bind(),
              web.port(),
              lake,
              setup.catalogue(),
              setup.policy(),
              io.clock(),
              health,
              measured,
              LakeControl.of(setup.config().lake())));
    } catch (Server.CannotListen e) {
      throw new WrongUsage(
          e.getMessage()
              + "; set another one in "
              + setup.config().file()
              + " under web: { port: … }, or stop what listens there");
    }
  }
}
