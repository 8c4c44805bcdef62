package dev.landfall.reports.canary;

import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every canary of a lake and what came of it, the newest first. */
public final class Canaries {
  private Canaries() {}

  /**
   * One canary.
   *
   * @param outcome told, late, missed, waiting, not planted, not ours or not known
   * @param delayMillis until the last of its sinks had taken it; null: one has not
   * @param readAt when its record arrived, as the job saw it; null: it was not read
   * @param breach whether the rules called it a breach, yes or no; null: it was not read
   * @param reason why it was missed or not planted; null: neither, or not known
   */
  public record Result(
      String id,
      Instant plantedAt,
      @Nullable String source,
      String outcome,
      @Nullable Long delayMillis,
      long sinks,
      long accepted,
      @Nullable Instant readAt,
      @Nullable String breach,
      @Nullable String reason) {}

  public static List<Result> read(Lake lake) {
    try (LakeSession session = lake.session(Window.all())) {
      return session.windowed(CanaryReport.ROWS).stream().map(Canaries::result).toList();
    }
  }

  private static Result result(Row row) {
    return new Result(
        Objects.requireNonNull(row.text("canary_id")),
        Objects.requireNonNull(row.time("planted_at")),
        row.text("source"),
        Objects.requireNonNull(row.text("outcome")),
        row.number("delay_ms"),
        row.count("sinks"),
        row.count("accepted"),
        row.time("arrived_at"),
        row.text("breach"),
        row.text("reason"));
  }
}
