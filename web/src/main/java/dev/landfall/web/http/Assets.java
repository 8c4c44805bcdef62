package dev.landfall.web.http;

import io.javalin.http.Context;
import java.util.Map;

/** The page's own files, a closed list from the jar: nothing else can be asked for. */
final class Assets {
  private static final Map<String, Asset> FILES =
      Map.of(
          "landfall.css", Asset.of("landfall.css", "text/css; charset=utf-8"),
          "live.js", Asset.of("live.js", "text/javascript; charset=utf-8"),
          "mark.svg", Asset.of("mark.svg", "image/svg+xml"));

  private record Asset(String text, String type) {
    static Asset of(String name, String type) {
      return new Asset(Pages.resource("/public/" + name), type);
    }
  }

  private Assets() {}

  static void serve(Context ctx) {
    Asset asset = FILES.get(ctx.pathParam("name"));
    if (asset == null) {
      throw new Faults.Missing("There is no such file.");
    }
    // Always asked again: an upgrade must not meet yesterday's style sheet.
    ctx.header("Cache-Control", "no-cache");
    ctx.contentType(asset.type()).result(asset.text());
  }
}
