package dev.landfall.web.cli;

import dev.landfall.ingest.config.Units;
import dev.landfall.reports.Window;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times on the command line: a day, or a time with its offset; UTC. */
final class Times {
  private Times() {}

  static Window window(@Nullable String from, @Nullable String to) throws WrongUsage {
    return window("--from", from, "--to", to);
  }

  static Window window(
      String fromOption, @Nullable String from, String toOption, @Nullable String to)
      throws WrongUsage {
    Instant first = from == null ? null : time(fromOption, from);
    Instant last = to == null ? null : time(toOption, to);
    if (first != null && last != null && !first.isBefore(last)) {
      throw new WrongUsage(fromOption + " " + from + " must be before " + toOption + " " + to);
    }
    return new Window(first, last);
  }

  static Instant time(String option, String text) throws WrongUsage {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new WrongUsage(
          option + " '" + text + "' is not a time like 2026-11-01 or 2026-11-01T00:00:00Z");
    }
  }

  static Duration duration(String option, String text) throws WrongUsage {
    return Units.duration(text)
        .orElseThrow(
            () -> new WrongUsage(option + " '" + text + "' is not a duration like 30m, 6h, 7d"));
  }
}
