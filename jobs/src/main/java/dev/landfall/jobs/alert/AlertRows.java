package dev.landfall.jobs.alert;

import dev.landfall.core.alert.Alert;
import dev.landfall.core.alert.AlertRecord;
import dev.landfall.core.alert.Attempt;
import dev.landfall.core.alert.Decision;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;

/** Rows of the tables {@code alerts} and {@code deliveries}. */
final class AlertRows {
  private AlertRows() {}

  static LakeRow of(AlertRecord changed) {
    Alert alert = changed.alert();
    FindingRevision f = alert.finding();
    Decision decision = changed.decision();
    Alert.Told told = alert.told();
    return new LakeRow(LakeTable.ALERTS)
        .set("alert_id", alert.id())
        .set("revision", changed.number())
        .set("finding_id", f.findingId())
        .set("state", alert.state().id())
        .setMillis("changed_at", changed.at())
        .set("rule", f.rule())
        .set("severity", f.severity().id())
        .set("account", f.account())
        .set("workload", f.workload())
        .set("profile", f.profile())
        .set("region", f.region())
        .set("occurrences", f.occurrences())
        .setMillis("first_seen_at", f.firstSeenAt())
        .setMillis("last_seen_at", f.lastSeenAt())
        .set("headline", f.headline())
        .set("change", changed.change())
        .set("episode", alert.episode())
        .setMillis("opened_at", alert.openedAt())
        .setMillis("told_at", told == null ? null : (Long) told.at())
        .set("digested", alert.digested())
        .setMillis(
            "acknowledged_at", alert.acknowledgedAt() == 0 ? null : (Long) alert.acknowledgedAt())
        .set("muted_by", alert.mutedBy())
        .set("decided_by", decision == null ? null : decision.by())
        .set("reason", decision == null ? null : decision.reason())
        .set("sample_request_id", f.sample());
  }

  static LakeRow of(Attempt attempt) {
    return new LakeRow(LakeTable.DELIVERIES)
        .set("alert_id", attempt.notice().alertId())
        .set("sink", attempt.sink())
        .set("attempt", attempt.number())
        .set("outcome", attempt.outcome())
        .setMillis("attempted_at", attempt.sentAt())
        .set("notice", attempt.notice().kind().id())
        .set("notice_key", attempt.notice().key())
        .set("tries", (long) attempt.tries())
        .set("status", attempt.status() == 0 ? null : (Long) (long) attempt.status())
        .set("reason", attempt.reason())
        .setMillis("noticed_at", attempt.notice().at())
        .set("took_ms", attempt.tookMillis())
        .set("occurrences", attempt.notice().finding().occurrences());
  }
}
