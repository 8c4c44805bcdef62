package dev.landfall.jobs.alert;

import dev.landfall.core.alert.Alert;
import dev.landfall.core.alert.AlertBook;
import dev.landfall.core.alert.AlertNews;
import dev.landfall.core.alert.Attempt;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.alert.NoticeKind;
import dev.landfall.core.alert.Outbox;
import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryBook;
import dev.landfall.core.canary.CanaryRows;
import dev.landfall.core.canary.Planting;
import dev.landfall.core.lake.LakeRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The alert desk's part for planted breaches: ends each when its sinks have taken it, and says what
 * did not arrive. Threads: the desk's.
 */
final class CanaryDesk {
  private final long maxAgeMillis;
  private final List<FindingRevision> news = new ArrayList<>();
  private final List<LakeRow> rows = new ArrayList<>();
  private CanaryBook canaries = new CanaryBook();

  /**
   * @param maxAgeMillis a canary older than this is told to nobody: it is history
   */
  CanaryDesk(long maxAgeMillis) {
    this.maxAgeMillis = maxAgeMillis;
  }

  void restore(byte[] bytes) {
    canaries = CanaryBook.decode(bytes);
  }

  byte[] encode() {
    return canaries.encode();
  }

  /** Whether the finding is to be told: an old canary never is, whatever reads it again. */
  boolean concerns(FindingRevision finding, long now) {
    return !Canary.isRule(finding.rule()) || now - finding.lastSeenAt() <= maxAgeMillis;
  }

  void planted(Planting planting, long now) {
    if (canaries.take(planting, now)) {
      rows.add(CanaryRows.planted(planting));
    }
    news.addAll(canaries.news());
  }

  void answered(Attempt attempt) {
    String alert = attempt.notice().alertId();
    boolean told = attempt.notice().kind() == NoticeKind.TRIGGER;
    if (told && Canary.isAlert(alert) && !CanaryBook.isMissed(alert)) {
      switch (attempt.outcome()) {
        case "accepted" -> canaries.answered(alert, false);
        case "rejected", "dead" -> canaries.answered(alert, true);
        default -> {
          return; // it is tried again
        }
      }
    }
  }

  /** Ends the canaries that no sink waits for any more; those that all took are told. */
  AlertNews close(AlertBook book, Outbox outbox, long now) {
    AlertNews all = new AlertNews();
    for (String id : canaries.answered()) {
      Alert alert = book.alert(id);
      if (alert == null || !alert.state().live()) {
        canaries.ended(id);
      } else if (!outbox.waits(id)) {
        if (canaries.ended(id)) {
          news.addAll(canaries.told(id, now));
          rows.add(told(alert));
        }
        all.addAll(book.take(alert.finding().ended(), now));
      }
    }
    return all;
  }

  /** That no sink has it yet to take is on record only by this: a receipt alone is of one sink. */
  private static LakeRow told(Alert alert) {
    String id = alert.id().substring(Canary.alert("").length());
    return CanaryRows.told(id, String.valueOf(alert.finding().account()));
  }

  /** Looks for what was not told in time; see {@link #rows} and {@link #news}. */
  void overdue(AlertBook book, long now) {
    for (Planting each : canaries.overdue(now)) {
      Alert alert = book.alert(each.alert());
      String muted = alert == null ? null : alert.mutedBy();
      if (muted != null) {
        // Somebody keeps it from being told: that is no fault of the way to the sinks.
        rows.add(CanaryRows.missed(each, "muted by " + muted));
      } else {
        rows.add(CanaryRows.missed(each, alert == null ? "not read" : "not taken by every sink"));
        news.add(canaries.missed(each, now));
      }
    }
  }

  /** Rows of the lake, one for each step taken since the last call. */
  List<LakeRow> rows() {
    List<LakeRow> all = List.copyOf(rows);
    rows.clear();
    return all;
  }

  /** Findings about sources whose canary did not arrive; each is given once. */
  List<FindingRevision> news() {
    List<FindingRevision> all = List.copyOf(news);
    news.clear();
    return all;
  }
}
