package dev.landfall.web.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;

/** Every address of the server. */
final class Routes {
  private Routes() {}

  static void define(RoutesConfig routes, Handlers handlers) {
    routes.before(handlers.guard()::before);

    routes.get("/", handlers::firstPage);
    routes.get("/live.json", handlers::liveJson);
    routes.sse("/events", (SseClient client) -> handlers.events(client));
    routes.get("/reports/{name}", handlers.reports()::serve);
    routes.get("/explain/{id}", handlers::explain);

    routes.get("/alerts", handlers.alerts()::page);
    routes.post("/alerts/{id}/ack", handlers.deciding(handlers.alerts()::acknowledge));
    routes.post("/alerts/{id}/disposition", handlers.deciding(handlers.alerts()::disposition));
    routes.post("/silences", handlers.deciding(handlers.alerts()::silence));
    routes.post("/silences/{id}/end", handlers.deciding(handlers.alerts()::unsilence));
    routes.get("/runbooks/{rule}", Runbooks::serve);

    routes.get("/health", handlers::health);
    routes.get("/ready", handlers::ready);
    routes.get("/metrics", handlers::metrics);
    routes.get("/assets/{name}", Assets::serve);

    Errors.define(routes);
  }
}
