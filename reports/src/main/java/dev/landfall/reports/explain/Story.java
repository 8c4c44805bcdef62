package dev.landfall.reports.explain;

import dev.landfall.reports.ReportTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one-page story of a call or a finding, told in chapters.
 *
 * @param kind {@code call} or {@code finding}
 * @param headline the story in one sentence
 */
public record Story(String kind, String id, String headline, List<Chapter> chapters) {

  /**
   * One part of it.
   *
   * @param id stable name, the key in JSON
   * @param facts what is known, in order
   * @param tables rows that belong to it
   */
  public record Chapter(String id, String heading, List<Fact> facts, List<ReportTable> tables) {}

  /**
   * One named fact.
   *
   * @param name stable name, the key in JSON
   * @param value String, Long, Boolean or Instant; null: not said
   */
  public record Fact(String name, String heading, @Nullable Object value) {}

  /** Gathers a chapter. */
  static final class Draft {
    private final String id;
    private final String heading;
    private final List<Fact> facts = new ArrayList<>();
    private final List<ReportTable> tables = new ArrayList<>();

    Draft(String id, String heading) {
      this.id = id;
      this.heading = heading;
    }

    Draft fact(String name, String heading, @Nullable Object value) {
      facts.add(new Fact(name, heading, value));
      return this;
    }

    Draft table(ReportTable table) {
      tables.add(table);
      return this;
    }

    Chapter done() {
      return new Chapter(id, heading, List.copyOf(facts), List.copyOf(tables));
    }
  }
}
