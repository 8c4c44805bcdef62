package dev.landfall.core.detect.episode;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import org.jspecify.annotations.Nullable;

/**
 * A finding with a beginning and an end, told: its row, its standing, its words.
 *
 * <p>Missing: without any episode the finding is superseded; it keeps the words, the first and the
 * last that {@code before} had, for a row needs a day.
 *
 * @param identity what is wrong; its severity and time are of no account
 * @param before what was told last; null: nothing was
 * @param words on the latest episode; null: there is and was none
 */
public record EpisodeFinding(
    Ground identity, Episodes now, @Nullable Episodes before, @Nullable Telling words) {

  /**
   * In the rule's words, and where what they are made of has been forgotten, in those of last time.
   *
   * @param said the words on {@code before}; null: none were kept
   */
  public static EpisodeFinding of(
      Ground identity,
      EpisodeRule rule,
      Episodes now,
      @Nullable Episodes before,
      @Nullable Telling said) {
    Episode old = before == null ? null : before.latest();
    Episode latest = now.isEmpty() ? old : now.latest();
    if (latest == null) {
      return new EpisodeFinding(identity, now, before, null);
    }
    Telling kept = said == null || old == null || old.from() != latest.from() ? null : said;
    if (kept != null && !now.isEmpty() && rule.remembers(latest)) {
      kept = null;
    }
    return new EpisodeFinding(identity, now, before, words(rule, latest, old, kept));
  }

  private static Telling words(
      EpisodeRule rule, Episode latest, @Nullable Episode old, @Nullable Telling kept) {
    if (kept != null && old != null && latest.hasWorstOf(old)) {
      return kept;
    }
    Telling fresh = rule.tell(latest);
    return kept == null ? fresh : new Telling(fresh.value(), fresh.limit(), kept.cause());
  }

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
    if (words == null) {
      throw none();
    }
    return words;
  }

  /** A row of the table findings. */
  public LakeRow row(long revision) {
    Episode latest = latest();
    Telling telling = telling();
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
        .set("value", telling.value())
        .set("limit_value", telling.limit())
        .set("cause", telling.cause());
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
      throw none();
    }
    return latest;
  }

  private IllegalStateException none() {
    return new IllegalStateException(
        "finding %s has no episode to tell of".formatted(identity.findingId()));
  }
}
