package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.reports.live.LiveSnapshots.Live;
import dev.landfall.reports.live.LiveSnapshots.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * The same, and why a source is not read; null: all of them are, up to {@code maxLag} ago.
   *
   * @param sources ids of the configuration: what a page says of any other counts no more
   */
  public static @Nullable String against(
      JobHealth health, Live live, List<String> sources, Duration maxLag, long nowMillis) {
    String why = against(health, live);
    LiveSnapshot snapshot = live.snapshot();
    if (why != null || snapshot == null) {
      return why == null ? "there is no live view" : why;
    }
    Map<String, SourceState> said = new HashMap<>();
    snapshot.sources().forEach(source -> said.put(source.id(), source));
    for (String id : sources) {
      SourceState source = said.get(id);
      Long completeTo = source == null ? null : source.completeTo();
      if (completeTo == null) {
        return "the source " + id + " has not been read yet";
      }
      if (nowMillis - completeTo > maxLag.toMillis()) {
        return "the source " + id + " lies behind by more than " + maxLag.toSeconds() + " s";
      }
    }
    return null;
  }

  /**
   * How a job that runs elsewhere is, by its live page: one that completes no checkpoint publishes
   * nothing, though it draws the page; before its first one its start counts. A page that does not
   * say is none of a job at work. Whether there is a page, and a fresh one, is judged apart.
   *
   * @param patience how long a checkpoint may take to come
   */
  public static JobHealth elsewhere(Live live, Duration patience, long nowMillis) {
    LiveSnapshot snapshot = live.snapshot();
    if (snapshot == null) {
      return JobHealth.atWork();
    }
    Long at = snapshot.checkpointedAt();
    if (at == null) {
      return JobHealth.broken(
          "the job's page does not say when it last completed a checkpoint: it is of an older"
              + " version; start it with this one");
    }
    return nowMillis - at > patience.toMillis()
        ? JobHealth.broken("no checkpoint was completed since " + Instant.ofEpochMilli(at))
        : JobHealth.atWork();
  }
}
