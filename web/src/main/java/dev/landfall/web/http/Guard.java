package dev.landfall.web.http;

import io.javalin.http.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request before a page is asked: size, method, host; and the headers of every
 * answer.
 *
 * <p>A server bound to loopback answers only to names of loopback, so that a foreign page cannot
 * reach it through a name of its own that points here.
 */
final class Guard {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final int LONGEST_QUERY = 2048;
  private static final int LONGEST_PATH = 1024;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final boolean loopbackOnly;

  Guard(String bind) {
    this.loopbackOnly = LOOPBACK.contains(bind);
  }

  void before(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    String query = ctx.queryString();
    if (ctx.path().length() > LONGEST_PATH || query != null && query.length() > LONGEST_QUERY) {
      throw new Faults.Bad("The address is too long", "up to 2,048 characters after the ?");
    }
    if (loopbackOnly && !LOOPBACK.contains(hostName(ctx.host()))) {
      throw new Faults.Bad("This server answers to its own machine only", "http://127.0.0.1");
    }
  }

  /**
   * What holds before anything is written. A browser says where a request comes from; one from
   * another page is refused. There is no login, so only this machine may write.
   */
  void beforeWriting(Context ctx) {
    if (!loopbackOnly) {
      throw new Faults.Forbidden(
          "Decisions are taken here only where the pages are served to this machine alone; use"
              + " 'landfall alert' on the machine of the lake.");
    }
    String site = ctx.header("Sec-Fetch-Site");
    String origin = ctx.header("Origin");
    boolean foreign =
        site != null && !site.equals("same-origin") && !site.equals("none")
            || origin != null && !origin.equals("http://" + ctx.host());
    if (foreign) {
      throw new Faults.Forbidden("This request comes from another page; open /alerts here.");
    }
  }

  private static String hostName(@Nullable String host) {
    if (host == null) {
      return "";
    }
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
