package dev.landfall.reports.latency;

import dev.landfall.core.latency.Latencies;
import dev.landfall.core.latency.PackedTimes;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The times of one group.
 *
 * @param notMeasurable answered requests of which nobody states the time
 * @param failed requests that ended in an error; null: the logs' figures leave these out
 */
record Measured(Group group, Latencies times, long notMeasurable, @Nullable Long failed) {
  static final Sql LOGGED = Sql.of(Measured.class, "logged");
  static final Sql PROBED = Sql.of(Measured.class, "probed");

  /** Users' calls first, then the probe's. */
  static List<Measured> of(List<Row> logged, List<Row> probed) {
    List<Measured> all = new ArrayList<>();
    logged.forEach(row -> all.add(logged(row)));
    probed.forEach(row -> all.add(probed(row)));
    return List.copyOf(all);
  }

  static List<Measured> read(LakeSession session) {
    return of(session.windowed(LOGGED), session.windowed(PROBED));
  }

  private static Measured logged(Row row) {
    return new Measured(
        group(row, Group.LOGGED, null), counted(row), row.count("not_measurable"), null);
  }

  private static Measured probed(Row row) {
    boolean matched = Boolean.TRUE.equals(row.get("matched"));
    return new Measured(
        group(row, matched ? Group.PROBED : Group.UNMATCHED, row.text("factors")),
        times(row.text("times")),
        row.count("not_measurable"),
        row.count("failed"));
  }

  private static Group group(Row row, String evidence, @Nullable String factors) {
    return new Group(
        evidence,
        row.text("source_region"),
        row.text("inference_region"),
        row.text("model"),
        row.text("profile"),
        row.text("operation"),
        factors,
        Objects.requireNonNull(row.text("measure")));
  }

  /** The times of a group, of calls taken singly and of counted days. */
  static Latencies counted(Row row) {
    Latencies.Builder times = new Latencies.Builder();
    add(row.text("times"), times);
    for (byte[] packed : row.parts("packed")) {
      PackedTimes.unpack(packed, times);
    }
    return times.build();
  }

  static Latencies times(@Nullable String text) {
    Latencies.Builder times = new Latencies.Builder();
    add(text, times);
    return times.build();
  }

  /** Reads {@code value:times,value:times}: one text a group costs less than a row a value. */
  private static void add(@Nullable String text, Latencies.Builder times) {
    int from = 0;
    while (text != null && from < text.length()) {
      int colon = text.indexOf(':', from);
      int comma = text.indexOf(',', colon);
      int end = comma < 0 ? text.length() : comma;
      times.add(
          Double.parseDouble(text.substring(from, colon)),
          Long.parseLong(text.substring(colon + 1, end)));
      from = end + 1;
    }
  }
}
