package dev.landfall.reports;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.coverage.CoverageReader;
import dev.landfall.reports.findings.OpenFindings;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import dev.landfall.reports.totals.CallCounts;
import dev.landfall.reports.totals.LeftCalls;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Puts around a report's own table what every page has: coverage, findings, method. */
public final class PageBuilder {
  private static final Set<LakeTable> READ =
      EnumSet.of(
          LakeTable.CALLS,
          LakeTable.FINDINGS,
          LakeTable.OBJECTS,
          LakeTable.REJECTS,
          LakeTable.LATE,
          LakeTable.SURFACES,
          LakeTable.CHANGES,
          LakeTable.CANARIES,
          LakeTable.REMOVALS);

  private final Report report;
  private final LakeSession session;
  private final CallCounts calls;
  private Coverage coverage;
  private final Set<LakeTable> tables = EnumSet.copyOf(READ);
  private final List<Sql> queries = new ArrayList<>();
  private final List<ReportTable> sections = new ArrayList<>();
  private final List<ReportTable> figures = new ArrayList<>();
  private boolean untested;

  public PageBuilder(Report report, LakeSession session) {
    this.report = report;
    this.session = session;
    this.calls = CallCounts.read(session);
    this.coverage = CoverageReader.read(session, calls);
    queries.add(CallCounts.QUERY);
  }

  /** Names a further table of the lake that the report reads. */
  public PageBuilder reads(LakeTable table) {
    tables.add(table);
    return this;
  }

  /** Runs a query over the window and keeps its text as method. */
  public List<Row> query(Sql sql) {
    queries.add(sql);
    return session.windowed(sql);
  }

  /** Runs a query that binds the window and further values, and keeps its text as method. */
  public List<Row> query(Sql sql, Object... further) {
    queries.add(sql);
    List<Object> binds =
        new ArrayList<>(List.of(session.window().fromBind(), session.window().toBind()));
    binds.addAll(List.of(further));
    return session.rows(sql, binds.toArray());
  }

  /** Runs a query that binds nothing and keeps its text as method. */
  public List<Row> queryWhole(Sql sql) {
    queries.add(sql);
    return session.rows(sql);
  }

  /** Keeps the text of a query as method that was run elsewhere. */
  public PageBuilder asked(Sql sql) {
    queries.add(sql);
    return this;
  }

  /** Says that the report looks at calls of another window too. */
  public PageBuilder alsoOver(Window other) {
    coverage = coverage.alsoMissing(LeftCalls.read(session, other));
    return this;
  }

  public PageBuilder section(ReportTable table) {
    sections.add(table);
    return this;
  }

  /** Adds a table of the answer beside the report's rows. */
  public PageBuilder figure(ReportTable table) {
    figures.add(table);
    return this;
  }

  /** Says that nothing was done from which the question could be answered. */
  public PageBuilder untested() {
    untested = true;
    return this;
  }

  /** What one pass over the calls of the window tells. */
  public CallCounts calls() {
    return calls;
  }

  public Coverage coverage() {
    return coverage;
  }

  public ReportPage page(String sentence, ReportTable table) {
    return new ReportPage(
        report.name(),
        report.title(),
        sentence,
        session.lake().asOf(),
        session.window(),
        coverage,
        OpenFindings.read(session),
        table,
        List.copyOf(sections),
        List.copyOf(figures),
        untested,
        new Method(
            List.copyOf(queries),
            session.lake().fileCount(session.window(), tables),
            session.lake().manifest().version(),
            calls.policyVersions(),
            calls.catalogueVersions()));
  }
}
