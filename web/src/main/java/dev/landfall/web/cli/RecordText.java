package dev.landfall.web.cli;

import dev.landfall.core.catalogue.Destinations;
import dev.landfall.core.catalogue.Validity;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A catalogue row as a line of values between tabs, for people and for {@code cut}. */
final class RecordText {
  private RecordText() {}

  static String of(Record row) {
    List<String> values = new ArrayList<>();
    try {
      for (RecordComponent component : row.getClass().getRecordComponents()) {
        values.add(text(component.getAccessor().invoke(row)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record hides a component", e);
    }
    return String.join("\t", values);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Validity v) {
      String to = v.to() == Long.MAX_VALUE ? "" : day(v.to());
      return String.join("\t", day(v.from()), to, v.source(), v.note());
    }
    if (value instanceof Destinations d) {
      return d.isClosed() ? String.join(" ", d.regions()) : d.kind().name();
    }
    return value == null ? "" : value.toString();
  }

  private static String day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC).toString();
  }
}
