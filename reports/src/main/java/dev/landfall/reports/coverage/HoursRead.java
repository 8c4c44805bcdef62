package dev.landfall.reports.coverage;

import dev.landfall.reports.Window;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hours of which files were read, and the runs of hours between them of which none was.
 *
 * <p>Shape: found once for a version of the lake, for a gap may begin long before a window; some
 * forty bytes a day of each account, Region and kind. A quiet hour has no file either.
 */
final class HoursRead {
  static final Sql QUERY = Sql.of(HoursRead.class, "hours_read");

  private static final long SECONDS_PER_HOUR = 3600;
  private static final int HOURS_PER_DAY = 24;

  private final List<Series> series;

  /** Days of one account, Region and kind, ascending. */
  private record Series(
      String account, @Nullable String region, String kind, List<long[]> hoursByDay) {}

  /**
   * An unbroken run of hours without a file, cut to a window.
   *
   * @param hours whole ones
   */
  record Gap(
      String account, @Nullable String region, String kind, Instant from, Instant to, long hours) {}

  private HoursRead(List<Series> series) {
    this.series = series;
  }

  static HoursRead of(LakeSession session) {
    return session.lake().once(HoursRead.class, () -> read(session));
  }

  private static HoursRead read(LakeSession session) {
    if (session.window().whole()) {
      return of(session.rows(QUERY));
    }
    try (LakeSession whole = session.lake().session(Window.all())) {
      return of(whole.rows(QUERY));
    }
  }

  private static HoursRead of(List<Row> rows) {
    List<Series> series = new ArrayList<>();
    Series last = null;
    for (Row row : rows) {
      String account = Objects.requireNonNull(row.text("account"));
      String region = row.text("region");
      String kind = Objects.requireNonNull(row.text("kind"));
      if (last == null
          || !last.account.equals(account)
          || !Objects.equals(last.region, region)
          || !last.kind.equals(kind)) {
        last = new Series(account, region, kind, new ArrayList<>());
        series.add(last);
      }
      Instant day = Objects.requireNonNull(row.time("speaks_at"));
      last.hoursByDay.add(new long[] {day.getEpochSecond() / SECONDS_PER_HOUR, row.count("hours")});
    }
    return new HoursRead(series);
  }

  /** The gaps that touch a window, between the first and the last file of each series. */
  List<Gap> gaps(Window window) {
    Instant from = window.fromBind().toInstant();
    Instant to = window.toBind().toInstant();
    List<Gap> gaps = new ArrayList<>();
    for (Series each : series) {
      long next = Long.MIN_VALUE;
      for (long[] day : each.hoursByDay) {
        for (int hour = 0; hour < HOURS_PER_DAY; hour++) {
          if ((day[1] & (1L << hour)) != 0) {
            if (next != Long.MIN_VALUE && next < day[0] + hour) {
              add(each, next, day[0] + hour, from, to, gaps);
            }
            next = day[0] + hour + 1;
          }
        }
      }
    }
    return gaps;
  }

  private static void add(
      Series of, long firstHour, long endHour, Instant from, Instant to, List<Gap> gaps) {
    Instant starts = Instant.ofEpochSecond(firstHour * SECONDS_PER_HOUR);
    Instant ends = Instant.ofEpochSecond(endHour * SECONDS_PER_HOUR);
    if (!starts.isBefore(to) || !ends.isAfter(from)) {
      return;
    }
    long first = Math.max(firstHour, Math.floorDiv(from.getEpochSecond(), SECONDS_PER_HOUR));
    Instant end = ends.isBefore(to) ? ends : to;
    gaps.add(
        new Gap(
            of.account,
            of.region,
            of.kind,
            Instant.ofEpochSecond(first * SECONDS_PER_HOUR),
            end,
            Math.floorDiv(end.getEpochSecond(), SECONDS_PER_HOUR) - first));
  }

  /** How many hours of a window they are. */
  long missing(Window window) {
    return gaps(window).stream().mapToLong(Gap::hours).sum();
  }
}
