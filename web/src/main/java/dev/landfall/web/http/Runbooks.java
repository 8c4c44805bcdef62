package dev.landfall.web.http;

import io.javalin.http.Context;
import java.util.Map;
import java.util.regex.Pattern;

/** The runbooks of the documentation, as the build took them in. */
final class Runbooks {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{1,60}");

  private Runbooks() {}

  static void serve(Context ctx) {
    String name = ctx.pathParam("rule");
    String path = "/runbooks/" + name + ".md";
    if (!NAME.matcher(name).matches() || Runbooks.class.getResource(path) == null) {
      throw new Faults.Missing("There is no runbook of this name.");
    }
    ctx.html(Pages.render("runbook", Map.of("name", name, "text", Pages.resource(path))));
  }
}
