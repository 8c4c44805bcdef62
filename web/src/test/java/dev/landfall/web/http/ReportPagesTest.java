package dev.landfall.web.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.reports.ReportTable;
import dev.landfall.reports.render.Format;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPagesTest {
  private static ReportTable table(int shown, long all) {
    List<Object> row = List.of();
    List<List<Object>> rows = java.util.Collections.nCopies(shown, row);
    return new ReportTable("rows", "Rows", "", List.of(), List.copyOf(rows), all, List.of());
  }

  @Test
  void what_promises_all_rows_is_refused_rather_than_cut() {
    for (Format whole : List.of(Format.JSON, Format.CSV)) {
      assertThatThrownBy(() -> ReportPages.requireWhole(table(3, 7_889_505), whole))
          .isInstanceOf(Faults.Bad.class)
          .hasMessageContaining("7,889,505 rows")
          .hasMessageContaining("200,000")
          .hasMessageContaining("a shorter window");
      assertThatCode(() -> ReportPages.requireWhole(table(3, 3), whole)).doesNotThrowAnyException();
    }
  }

  @Test
  void a_page_for_people_may_be_cut_for_it_says_so() {
    assertThatCode(() -> ReportPages.requireWhole(table(3, 4), Format.HTML))
        .doesNotThrowAnyException();
  }
}
