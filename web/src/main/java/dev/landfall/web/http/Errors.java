package dev.landfall.web.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every error answer: 400 with the accepted form, 404, 503 when the lake is away, 500 when we fail.
 *
 * <p>Shape: JSON below addresses ending in .json, plain text for .csv and the probes, else a page.
 * An answer never holds a stack trace or a path of the machine.
 */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  static void define(RoutesConfig routes) {
    routes.exception(Faults.Bad.class, (e, ctx) -> answer(ctx, 400, said(e)));
    routes.exception(Faults.Forbidden.class, (e, ctx) -> answer(ctx, 403, said(e)));
    routes.exception(Faults.Missing.class, (e, ctx) -> answer(ctx, 404, said(e)));
    routes.exception(Faults.Unavailable.class, (e, ctx) -> answer(ctx, 503, said(e)));
    routes.exception(
        HttpResponseException.class,
        (e, ctx) ->
            answer(
                ctx,
                e.getStatus(),
                e.getStatus() == 404 ? "There is no page at this address." : said(e)));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.error("a page failed", e);
          answer(ctx, 500, "This page failed. That is our fault; the log says more.");
        });
  }

  static void answer(Context ctx, int status, String message) {
    ctx.status(status);
    ctx.header("Cache-Control", "no-store");
    String path = ctx.path();
    if (path.endsWith(".json")) {
      ctx.json(Map.of("error", message, "status", status));
    } else if (path.endsWith(".csv") || path.equals("/ready") || path.equals("/events")) {
      ctx.contentType("text/plain; charset=utf-8").result(message + "\n");
    } else {
      ctx.html(Pages.render("error", Map.of("title", title(status), "message", message)));
    }
  }

  private static String said(Exception e) {
    String message = e.getMessage();
    return message == null ? "The request was not understood." : message;
  }

  private static String title(int status) {
    return switch (status) {
      case 400, 414 -> "We cannot take this request";
      case 403 -> "Not from here";
      case 404 -> "Not here";
      case 405 -> "Read only";
      case 503 -> "Not ready";
      default -> "Something went wrong";
    };
  }
}
