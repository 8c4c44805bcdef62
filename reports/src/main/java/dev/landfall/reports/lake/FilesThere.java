package dev.landfall.reports.lake;

import dev.landfall.core.lake.LakeTable;
import java.util.List;
import java.util.Set;

/**
 * Which of a session's variables name files at all. Views are made of the branches that have some:
 * DuckDB plans a branch without files as long as one with a thousand.
 *
 * @param variables names of variables with at least one file of the lake
 */
record FilesThere(Set<String> variables) {
  FilesThere {
    variables = Set.copyOf(variables);
  }

  boolean in(String variable) {
    return variables.contains(variable);
  }

  boolean sealed(LakeTable table) {
    return in(LakeViews.variable(table, true));
  }

  boolean tail(LakeTable table) {
    return in(LakeViews.variable(table, false));
  }

  boolean any(LakeTable table) {
    return sealed(table) || tail(table);
  }

  /** The branches of a view; where there is none, {@code empty}, which has no row. */
  static String union(List<String> branches, String empty) {
    return branches.isEmpty() ? empty : String.join("\nunion all\n", branches);
  }
}
