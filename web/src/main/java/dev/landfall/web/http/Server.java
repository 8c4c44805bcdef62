package dev.landfall.web.http;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.metrics.Sample;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.reports.Report;
import dev.landfall.reports.Reports;
import dev.landfall.reports.control.ControlFolder;
import dev.landfall.reports.live.LiveSnapshots;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * The web server over one lake folder. It reads the lake and the live snapshot; it writes nothing
 * but people's decisions.
 *
 * <p>Threads: start and close from one thread.
 */
public final class Server implements AutoCloseable {
  private final Javalin app;
  private final LiveBroadcast broadcast;
  private final LakeDesk desk;
  private final String bind;

  /**
   * What a server needs.
   *
   * @param port 0 takes any free one
   * @param job asked at every look at {@code /ready}
   * @param control where people's decisions are kept
   * @param measured what {@code /metrics} tells beside the server's own figures
   */
  public record Options(
      String bind,
      int port,
      Path lake,
      Catalogue catalogue,
      PolicyHistory policy,
      Clock clock,
      Supplier<JobHealth> job,
      Supplier<List<Sample>> measured,
      ControlFolder control) {

    /** Without a job in this process to measure. */
    public Options(
        String bind,
        int port,
        Path lake,
        Catalogue catalogue,
        PolicyHistory policy,
        Clock clock,
        Supplier<JobHealth> job) {
      this(bind, port, lake, catalogue, policy, clock, job, List::of, ControlFolder.in(lake));
    }
  }

  /** The port is taken, or the address is not one of this machine. */
  public static final class CannotListen extends Exception {
    private static final long serialVersionUID = 1L;

    CannotListen(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Server(Javalin app, LiveBroadcast broadcast, LakeDesk desk, String bind) {
    this.app = app;
    this.broadcast = broadcast;
    this.desk = desk;
    this.bind = bind;
  }

  public static Server start(Options options) throws CannotListen {
    LiveSnapshots snapshots = new LiveSnapshots(options.lake(), options.clock());
    LiveParts parts = new LiveParts(new Atlas(options.catalogue()));
    LiveBroadcast broadcast = new LiveBroadcast(snapshots, parts, options.job());
    HttpMetrics requests = new HttpMetrics();
    LakeDesk desk = new LakeDesk(options.lake());
    Handlers handlers =
        new Handlers(
            new Guard(options.bind()),
            snapshots,
            broadcast,
            new FirstPage(parts, Reports.all().stream().map(Report::name).toList()),
            new ReportPages(desk, options.policy().objectives()),
            new ExplainPages(desk, options.policy()),
            new AlertPages(desk, options.control(), options.clock()),
            options.job(),
            options.measured(),
            requests);
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.requestLogger.http((ctx, millis) -> requests.answered(ctx, millis));
              config.http.maxRequestSize = 4096;
              config.http.prefer405over404 = true;
              Routes.define(config.routes, handlers);
            });
    try {
      app.start(options.bind(), options.port());
    } catch (JavalinBindException e) {
      app.stop();
      throw new CannotListen(
          "cannot listen on " + options.bind() + ":" + options.port() + ": the port is taken", e);
    }
    broadcast.start();
    return new Server(app, broadcast, desk, options.bind());
  }

  public int port() {
    return app.port();
  }

  public String url() {
    String host =
        bind.contains(":") ? "[" + bind + "]" : bind.equals("0.0.0.0") ? "127.0.0.1" : bind;
    return "http://" + host + ":" + port();
  }

  @Override
  public void close() {
    broadcast.close();
    app.stop();
    desk.close();
  }
}
