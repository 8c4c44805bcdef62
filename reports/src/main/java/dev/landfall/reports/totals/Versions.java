package dev.landfall.reports.totals;

import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The versions of policy and catalogue by which the calls of a window were judged, sorted. */
public record Versions(List<String> policy, List<String> catalogue) {
  public static final Sql QUERY = Sql.of(Versions.class, "versions");

  public static Versions read(LakeSession session) {
    TreeSet<String> policy = new TreeSet<>();
    TreeSet<String> catalogue = new TreeSet<>();
    for (Row row : session.windowed(QUERY)) {
      add(policy, row.text("policy_version"));
      add(catalogue, row.text("catalogue_version"));
    }
    return new Versions(List.copyOf(policy), List.copyOf(catalogue));
  }

  private static void add(TreeSet<String> versions, @Nullable String version) {
    if (version != null) {
      versions.add(version);
    }
  }
}
