package dev.landfall.core.detect.episode;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import org.jspecify.annotations.Nullable;

/**
 * A finding with a beginning and an end, told: its row, its standing, its words.
 *
 * <p>Missing: without any episode the finding is superseded; it keeps the first and last that
 * {@code before} had, for a row needs a day.
 *
 * @param identity what is wrong; its severity and time are of no account
 * @param before what was told last; null: nothing was
 */
public record EpisodeFinding(
    Ground identity, EpisodeRule rule, Episodes now, @Nullable Episodes before) {

  /** There is or was something to tell. */
  public boolean isKnown() {
    return shown().latest() != null;
  }

  /** An episode goes on. */
  public boolean stands() {
    return now.stands();
  }

  /** The worst of the latest episode in words. */
  public Telling telling() {
    return rule.tell(latest());
  }

  /** A row of the table findings. */
  public LakeRow row(long revision) {
    Episode latest = latest();
    Telling words = telling();
    Long to = latest.to();
    return new LakeRow(LakeTable.FINDINGS)
        .set("finding_id", identity.findingId())
        .set("rule", identity.rule())
        .set("rule_version", identity.ruleVersion())
        .set("severity", latest.severity().id())
        .set("account", identity.account())
        .set("workload", identity.workload())
        .set("profile", identity.profile())
        .set("region", identity.region())
        .set("subject", identity.subject())
        .set("occurrences", now.minutes())
        .setMillis("first_seen_at", shown().first())
        .setMillis("last_seen_at", shown().last())
        .set("status", now.isEmpty() ? "superseded" : to == null ? "open" : "ended")
        .set("headline", identity.headline())
        .set("revision", revision)
        .setMillis("ended_at", now.isEmpty() || to == null ? null : to + MinuteSums.MINUTE)
        .set("value", words.value())
        .set("limit_value", words.limit())
        .set("cause", words.cause());
  }

  public OpenFinding open() {
    return new OpenFinding(
        identity.findingId(),
        identity.rule(),
        latest().severity().id(),
        identity.account(),
        identity.workload(),
        identity.profile(),
        identity.region(),
        identity.subject(),
        now.minutes(),
        shown().first(),
        shown().last(),
        identity.headline());
  }

  private Episodes shown() {
    return now.isEmpty() && before != null ? before : now;
  }

  private Episode latest() {
    Episode latest = shown().latest();
    if (latest == null) {
      throw new IllegalStateException(
          "finding %s has no episode to tell of".formatted(identity.findingId()));
    }
    return latest;
  }
}
