package dev.landfall.core.rollup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One UTC day of calls as the rows of the tables made of it.
 *
 * <p>Shape: fed one row per call in any order; the rows that come out depend on the calls alone and
 * are sorted by their key. Every sum here is the sum a report would make of the calls themselves.
 */
public final class DayRollup {
  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  private final LocalDate day;
  private final ProbeMarks probes;
  private final CallGroups hours;
  private final CallGroups days;
  private final LatencyGroups latencies;

  /** Columns of {@code calls} that are needed; the others may be null. */
  public static Set<String> inputs() {
    Set<String> inputs = new HashSet<>(CallGroups.INPUTS);
    inputs.addAll(LatencyGroups.INPUTS);
    inputs.addAll(Set.of("partition", "account", "request_id", "called_at"));
    return Set.copyOf(inputs);
  }

  public DayRollup(LocalDate day, ProbeMarks probes) {
    this.day = day;
    this.probes = probes;
    long month = micros(day.withDayOfMonth(1));
    this.hours = new CallGroups(LakeTable.CALLS_HOURLY);
    this.days = new CallGroups(LakeTable.CALLS_DAILY, month);
    this.latencies = new LatencyGroups(month, micros(day));
  }

  /** Adds a call of the day. */
  public void add(LakeRow call) {
    if (!(call.get("called_at") instanceof Long calledAt)
        || calledAt < micros(day)
        || calledAt >= micros(day.plusDays(1))) {
      throw new IllegalArgumentException(
          "a call at %s is not one of %s".formatted(call.get("called_at"), day));
    }
    boolean probed =
        probes.marks(
            (String) call.get("partition"),
            (String) call.get("account"),
            (String) call.get("request_id"));
    hours.add(call, Math.floorDiv(calledAt, MICROS_PER_HOUR) * MICROS_PER_HOUR, probed);
    days.add(call, micros(day), probed);
    latencies.add(call, probed);
  }

  /** The rows of all tables made of calls, table by table. */
  public List<LakeRow> rows() {
    List<LakeRow> rows = new ArrayList<>();
    rows.addAll(hours.rows());
    rows.addAll(days.rows());
    rows.addAll(latencies.rows());
    return rows;
  }

  /** The day of calls that a row of these tables counts. */
  public static LocalDate dayOf(LakeRow row) {
    String column = row.table() == LakeTable.CALLS_HOURLY ? "hour_at" : "day_at";
    if (!(row.get(column) instanceof Long micros)) {
      throw new IllegalStateException(
          "a row of %s wants a time in %s".formatted(row.table().id(), column));
    }
    return LocalDate.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  private static long micros(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000L;
  }
}
