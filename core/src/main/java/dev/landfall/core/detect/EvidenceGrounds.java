package dev.landfall.core.detect;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times and places where we could not look: logging switched off or narrowed, objects that could
 * not be read, records that came after their call was forgotten.
 *
 * <p>Shape: at most one ground a row. A change that AWS refused (it has an error) changes nothing.
 * A change whose new setting is not said is taken for a narrowing: not to know is not fine.
 */
public final class EvidenceGrounds {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "evidence-gap",
          1,
          "Evidence missing, switched off or unreadable",
          Severity.ERROR,
          "What was not recorded cannot be shown to have stayed home.",
          "Sees switching off only where the trail of that account and Region still records it.",
          "Find who changed the setting and why, switch it on again, and keep the interval on"
              + " record.");

  private EvidenceGrounds() {}

  /** From a row of the table changes. */
  public static Optional<Ground> ofChange(LakeRow row) {
    require(row, LakeTable.CHANGES);
    String change = text(row, "change");
    String detail = text(row, "detail");
    if (change == null || text(row, "error_code") != null) {
      return Optional.empty();
    }
    String what =
        switch (change) {
          case "logging-off" -> "model invocation logging was switched off";
          case "trail-off" -> "the trail was stopped or deleted";
          case "selectors-changed" ->
              keepsReadEvents(detail) ? null : "the trail's selectors may leave out Converse calls";
          case "logging-changed" ->
              keepsLog(detail) ? null : "model invocation logging was changed and may be narrower";
          case "trail-changed" ->
              keepsTrail(detail) ? null : "the trail was changed and may record less";
          default -> null;
        };
    return what == null ? Optional.empty() : Optional.of(changed(row, change, what));
  }

  /** From a row of the table objects. */
  public static Optional<Ground> ofObject(LakeRow row) {
    require(row, LakeTable.OBJECTS);
    String status = text(row, "status");
    if (!"unreadable".equals(status) && !"damaged".equals(status)) {
      return Optional.empty();
    }
    String kind = text(row, "kind");
    String reason = text(row, "reason");
    String subject =
        (kind == null ? "object" : kind) + ' ' + status + (reason == null ? "" : ": " + reason);
    String account = text(row, "account");
    String region = text(row, "region");
    return Optional.of(
        new Ground(
            SPEC.id(),
            SPEC.version(),
            SPEC.severity(),
            account,
            null,
            null,
            region,
            subject,
            firstTime(row, "covers_from_at", "first_event_at", "modified_at", "first_seen_at"),
            "Log objects of %s in %s could not be read whole (%s)"
                .formatted(
                    account == null ? "an account the path does not name" : "account " + account,
                    region == null ? "a Region the path does not name" : region,
                    subject)));
  }

  /**
   * From a row of the table late: what was said about the call until compaction merges the record
   * in did not know of it.
   */
  public static Optional<Ground> ofLate(LakeRow row) {
    require(row, LakeTable.LATE);
    String account = text(row, "account");
    String kind = String.valueOf(text(row, "kind")).toLowerCase(Locale.ROOT);
    return Optional.of(
        new Ground(
            SPEC.id(),
            SPEC.version(),
            Severity.WARNING,
            account,
            null,
            null,
            null,
            "late " + kind + " records",
            firstTime(row, "event_at"),
            "Records (%s) of account %s came after their calls were forgotten; compaction merges them"
                .formatted(kind, account)));
  }

  private static Ground changed(LakeRow row, String change, String what) {
    boolean off = change.endsWith("-off");
    String subject = text(row, "subject");
    String account = text(row, "account");
    String region = text(row, "region");
    return new Ground(
        SPEC.id(),
        SPEC.version(),
        off ? SPEC.severity() : Severity.WARNING,
        account,
        null,
        null,
        region,
        subject == null ? change : change + ' ' + subject,
        firstTime(row, "changed_at"),
        "In account %s, %s, %s%s"
            .formatted(account, region, what, subject == null ? "" : " (" + subject + ")"));
  }

  /** The parser says "excludes-…" or "includes-read-events"; Converse is a read-only event. */
  private static boolean keepsReadEvents(@Nullable String detail) {
    return detail != null && !detail.startsWith("excludes-");
  }

  /** Without a destination nothing is logged; switching bodies off leaves metadata and tokens. */
  private static boolean keepsLog(@Nullable String detail) {
    return detail != null && (detail.contains("s3=") || detail.contains("cloudwatch="));
  }

  /** A trail that is not told to leave out other Regions keeps what it recorded. */
  private static boolean keepsTrail(@Nullable String detail) {
    return detail == null || !detail.contains("single-region");
  }

  private static long firstTime(LakeRow row, String... columns) {
    for (String column : columns) {
      if (row.get(column) instanceof Long micros) {
        return Math.floorDiv(micros, 1000L);
      }
    }
    throw new IllegalStateException(
        "a row of %s wants a time in %s".formatted(row.table().id(), String.join(" or ", columns)));
  }

  private static @Nullable String text(LakeRow row, String column) {
    return (String) row.get(column);
  }

  private static void require(LakeRow row, LakeTable table) {
    if (row.table() != table) {
      throw new IllegalArgumentException(
          "wants a row of %s, got one of %s".formatted(table.id(), row.table().id()));
    }
  }
}
