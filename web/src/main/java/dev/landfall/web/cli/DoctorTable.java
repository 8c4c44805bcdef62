package dev.landfall.web.cli;

import dev.landfall.ingest.doctor.Line;
import dev.landfall.ingest.doctor.Line.State;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What the doctor found, for people: aligned, what to do below what is not fine. */
final class DoctorTable {
  private static final int WIDEST = 44;
  private static final String PLAIN = "\u001b[0m";

  private DoctorTable() {}

  static String of(List<Line> lines, boolean coloured) {
    int checks = width(lines, Line::check);
    int subjects = width(lines, Line::subject);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      String state = "%-8s".formatted(line.state().name().toLowerCase(Locale.ROOT));
      text.append(coloured ? colour(line.state()) + state + PLAIN : state)
          .append(padded(line.check(), checks))
          .append(padded(line.subject(), subjects))
          .append(line.detail())
          .append('\n');
      if (line.cure() != null) {
        text.append(" ".repeat(8 + checks + subjects)).append("→ ").append(line.cure());
        text.append('\n');
      }
    }
    return text.append(
            "%n%d fine, %d gaps, %d unknown%n"
                .formatted(
                    DoctorVerb.count(lines, State.FINE),
                    DoctorVerb.count(lines, State.GAP),
                    DoctorVerb.count(lines, State.UNKNOWN)))
        .toString();
  }

  private static int width(List<Line> lines, Function<Line, String> column) {
    return 2
        + Math.min(WIDEST, lines.stream().map(column).mapToInt(String::length).max().orElse(0));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String colour(State state) {
    return switch (state) {
      case FINE -> "\u001b[32m";
      case GAP -> "\u001b[31m";
      case UNKNOWN -> "\u001b[33m";
    };
  }
}
