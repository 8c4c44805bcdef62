package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.core.metrics.PrometheusText;
import dev.landfall.core.metrics.Sample;
import dev.landfall.reports.live.LiveSnapshots;
import dev.landfall.reports.live.LiveSnapshots.Live;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.sse.SseClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Translates requests into questions and answers into responses; decides nothing itself. */
final class Handlers {
  private final Guard guard;
  private final LiveSnapshots snapshots;
  private final LiveBroadcast broadcast;
  private final FirstPage firstPage;
  private final ReportPages reports;
  private final ExplainPages explain;
  private final AlertPages alerts;
  private final Supplier<JobHealth> job;
  private final Supplier<List<Sample>> measured;
  private final HttpMetrics requests;

  Handlers(
      Guard guard,
      LiveSnapshots snapshots,
      LiveBroadcast broadcast,
      FirstPage firstPage,
      ReportPages reports,
      ExplainPages explain,
      AlertPages alerts,
      Supplier<JobHealth> job,
      Supplier<List<Sample>> measured,
      HttpMetrics requests) {
    this.guard = guard;
    this.snapshots = snapshots;
    this.broadcast = broadcast;
    this.firstPage = firstPage;
    this.reports = reports;
    this.explain = explain;
    this.alerts = alerts;
    this.job = job;
    this.measured = measured;
    this.requests = requests;
  }

  Guard guard() {
    return guard;
  }

  ReportPages reports() {
    return reports;
  }

  AlertPages alerts() {
    return alerts;
  }

  /** A page that writes: only for people at this machine, never for a foreign page's script. */
  Handler deciding(Handler handler) {
    return ctx -> {
      guard.beforeWriting(ctx);
      handler.handle(ctx);
    };
  }

  void firstPage(Context ctx) {
    ctx.header("Cache-Control", "no-store");
    ctx.html(firstPage.render(snapshots.read(), job.get()));
  }

  void liveJson(Context ctx) {
    Live live = snapshots.read();
    LiveSnapshot snapshot = live.snapshot();
    if (snapshot == null) {
      throw new Faults.Unavailable(FirstPage.banner(live, job.get()));
    }
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("application/json").result(Json.text(snapshot));
  }

  void events(SseClient client) {
    if (!broadcast.join(client)) {
      client.sendEvent("full", "too many pages are open; close one");
      client.close();
    }
  }

  void explain(Context ctx) {
    explain.serve(ctx);
  }

  void health(Context ctx) {
    ctx.contentType("text/plain; charset=utf-8").result("ok\n");
  }

  void metrics(Context ctx) {
    List<Sample> samples = new ArrayList<>(measured.get());
    samples.addAll(requests.samples());
    ctx.header("Cache-Control", "no-store");
    ctx.contentType(PrometheusText.CONTENT_TYPE).result(PrometheusText.render(samples));
  }

  /** Red when the job is dead or stuck, or its figures are older than they may be. */
  void ready(Context ctx) {
    String why = Readiness.against(job.get(), snapshots.read());
    if (why != null) {
      throw new Faults.Unavailable("not ready: " + why);
    }
    ctx.contentType("text/plain; charset=utf-8").result("ready\n");
  }
}
