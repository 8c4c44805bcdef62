package dev.landfall.core.canary;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;

/**
 * Rows of the table canaries: one for each step of a canary.
 *
 * <p>What was read comes from the sources, and a replay makes it anew; all else is known to nobody
 * but the planter and the desk, and outlives a replay.
 */
public final class CanaryRows {
  private static final String READ = "read";
  private static final String LATE = "late ";

  private CanaryRows() {}

  /** It was planted, or could not be. */
  public static LakeRow planted(Planting planting) {
    return step(planting, planting.failure() == null ? "planted" : "failed")
        .set("reason", planting.failure());
  }

  /** Every sink that was to be told has taken it. */
  public static LakeRow told(String id, String account) {
    return new LakeRow(LakeTable.CANARIES)
        .set("canary_id", id)
        .set("step", "told")
        .setMillis("planted_at", CanaryId.plantedAt(account, id))
        .set("account", account);
  }

  /**
   * Not every sink had taken it in time.
   *
   * @param reason why, as far as it is known
   */
  public static LakeRow missed(Planting planting, String reason) {
    return step(planting, "missed").set("reason", reason);
  }

  /**
   * Its record was read and judged.
   *
   * @param breach whether the rules called it one
   */
  public static LakeRow read(Call call, boolean breach) {
    return ofRecords(call, READ).set("breach", breach);
  }

  /**
   * A record of it came after its call was forgotten, so nobody judged it.
   *
   * @param evidence tells the late records of one canary apart
   */
  public static LakeRow late(Witness witness, String evidence) {
    return ofRecords(Call.of(witness), LATE + evidence);
  }

  /** Whether the row tells of a record that came too late to be judged. */
  public static boolean isLate(LakeRow row) {
    return String.valueOf(row.get("step")).startsWith(LATE);
  }

  /** Whether a replay of the same sources makes the row again. */
  public static boolean isOfRecords(LakeRow row) {
    return READ.equals(row.get("step")) || isLate(row);
  }

  private static LakeRow ofRecords(Call call, String step) {
    Long plantedAt = CanaryId.plantedAt(call.key().account(), call.key().requestId());
    return new LakeRow(LakeTable.CANARIES)
        .set("canary_id", call.key().requestId())
        .set("step", step)
        .setMillis("planted_at", plantedAt)
        .set("account", call.key().account())
        .set("copies", (long) call.copies())
        .setMillis("arrived_at", call.lastArrivedAt());
  }

  private static LakeRow step(Planting planting, String step) {
    return new LakeRow(LakeTable.CANARIES)
        .set("canary_id", planting.id())
        .set("step", step)
        .setMillis("planted_at", planting.plantedAt())
        .set("account", planting.account())
        .set("source", planting.source())
        .set("within_ms", planting.withinMillis());
  }
}
