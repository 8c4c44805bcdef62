package dev.landfall.reports.totals;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.landfall.core.lake.KeptSpan;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That calls of a window have left the lake by retention, so that their absence is no silence.
 *
 * @param keptFrom first day of calls that the lake keeps, {@code YYYY-MM-DD}, UTC
 * @param calls calls of the window's days when these left
 * @param asked the window names times before that day; one without a beginning begins with the lake
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LeftCalls(String keptFrom, long calls, @JsonIgnore boolean asked) {
  public static final Sql QUERY = Sql.of(LeftCalls.class, "left_calls");

  /** Null: every call of the window that ever was in the lake is there. */
  public static @Nullable LeftCalls read(LakeSession session, Window window) {
    Optional<Instant> kept = keptFrom(session.lake());
    Instant from = window.from();
    Instant to = window.to();
    if (kept.isEmpty() || from != null && !from.isBefore(kept.get())) {
      return null;
    }
    return new LeftCalls(
        kept.get().toString().substring(0, 10),
        session.rows(QUERY, window.fromBind(), window.toBind()).get(0).count("calls"),
        from != null || to != null && !to.isAfter(kept.get()));
  }

  /** Start of the first day of calls that a lake keeps; empty: no day has left it. */
  public static Optional<Instant> keptFrom(Lake lake) {
    return lake.manifest()
        .kept()
        .map(KeptSpan::from)
        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** In words, without an end mark. */
  @JsonIgnore
  public String text() {
    return String.format(
        Locale.ROOT,
        "calls before %s have left the lake by retention, %,d of the days of this window",
        keptFrom,
        calls);
  }
}
