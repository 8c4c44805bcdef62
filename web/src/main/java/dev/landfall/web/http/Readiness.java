package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.reports.live.LiveSnapshots.Live;
import dev.landfall.reports.live.LiveSnapshots.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one judgement whether the job is at work, for {@code /ready} and for the heartbeat. */
public final class Readiness {
  private Readiness() {}

  /** Why the job is not at work; null: it is. */
  public static @Nullable String against(JobHealth health, Live live) {
    if (!health.working()) {
      return health.reason();
    }
    return live.state() == State.FRESH ? null : FirstPage.banner(live, health);
  }

  /** The same, and why a source is not read; null: all of them are, up to {@code maxLag} ago. */
  public static @Nullable String against(
      JobHealth health, Live live, Duration maxLag, long nowMillis) {
    String why = against(health, live);
    LiveSnapshot snapshot = live.snapshot();
    if (why != null || snapshot == null) {
      return why == null ? "there is no live view" : why;
    }
    for (SourceState source : snapshot.sources()) {
      Long completeTo = source.completeTo();
      if (completeTo == null) {
        return "the source " + source.id() + " has not been read yet";
      }
      if (nowMillis - completeTo > maxLag.toMillis()) {
        return "the source "
            + source.id()
            + " lies behind by more than "
            + maxLag.toSeconds()
            + " s";
      }
    }
    return null;
  }
}
