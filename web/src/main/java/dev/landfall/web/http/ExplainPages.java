package dev.landfall.web.http;

import io.javalin.http.Context;
import java.util.regex.Pattern;

/** The story of one call or finding. */
final class ExplainPages {
  // Request ids are UUIDs today; AWS promises no form, so letters, digits and a few marks pass.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/+=@-]{4,128}");

  private final LakeDesk desk;

  ExplainPages(LakeDesk desk) {
    this.desk = desk;
  }

  void serve(Context ctx) {
    String id = ctx.pathParam("id");
    if (!ID.matcher(id).matches()) {
      throw new Faults.Bad("This is no id", "a request id, or a finding's id of 16 hex digits");
    }
    String text = desk.ask(lake -> "explained " + id + " " + lake.folder());
    ctx.result(text);
  }
}
