package dev.landfall.reports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report's answer, not yet rendered.
 *
 * <p>Shape: for the same content of the lake, window and policy everything but {@link Method#files}
 * and {@link Method#manifestVersion} is equal, row by row.
 *
 * @param sentence the answer in one sentence
 * @param asOf settled time of the lake; null: nothing has settled
 * @param findings open findings with a ground in the window, gravest first
 * @param table the rows
 * @param sections further tables of the coverage
 * @param figures further tables of the answer
 * @param untested the question itself was not put to the test, so the sentence is no answer
 */
public record ReportPage(
    String name,
    String title,
    String sentence,
    @Nullable Instant asOf,
    Window window,
    Coverage coverage,
    ReportTable findings,
    ReportTable table,
    List<ReportTable> sections,
    List<ReportTable> figures,
    boolean untested,
    Method method) {

  private static final String EVIDENCE_GAP = "evidence-gap";

  public List<ReportColumn> columns() {
    return table.columns();
  }

  public List<List<@Nullable Object>> rows() {
    return table.rows();
  }

  public List<@Nullable Object> totals() {
    return table.totals();
  }

  public Outcome outcome() {
    boolean evidenceMissing = findings.rows().stream().anyMatch(row -> row.contains(EVIDENCE_GAP));
    return Outcome.of(
        untested || evidenceMissing || !coverage.gaps().isEmpty(), !findings.rows().isEmpty());
  }
}
