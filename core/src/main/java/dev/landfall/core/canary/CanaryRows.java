package dev.landfall.core.canary;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;

/** Rows of the table canaries: one for each step of a canary. */
public final class CanaryRows {
  private CanaryRows() {}

  /** It was planted, or could not be. */
  public static LakeRow planted(Planting planting) {
    return step(planting, planting.failure() == null ? "planted" : "failed")
        .set("reason", planting.failure());
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
    Long plantedAt = CanaryId.plantedAt(call.key().account(), call.key().requestId());
    return new LakeRow(LakeTable.CANARIES)
        .set("canary_id", call.key().requestId())
        .set("step", "read")
        .setMillis("planted_at", plantedAt)
        .set("account", call.key().account())
        .set("breach", breach)
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
