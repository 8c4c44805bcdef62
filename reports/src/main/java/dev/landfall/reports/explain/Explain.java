package dev.landfall.reports.explain;

import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains one call or one finding from the lake.
 *
 * <p>An id may be shortened to a beginning that only one has. Errors: {@link NoStory}. Given the
 * policy, the story of a call names the places that the workload was allowed at the time.
 */
public final class Explain {
  static final Sql CALL = Sql.of(Explain.class, "call");
  static final Sql CALL_IDS = Sql.of(Explain.class, "call_ids");
  static final Sql FINDING = Sql.of(Explain.class, "finding");
  static final Sql FINDING_IDS = Sql.of(Explain.class, "finding_ids");
  private static final Pattern FINDING_ID = Pattern.compile("[0-9a-f]{16}");

  private Explain() {}

  public static Story call(Lake lake, String requestId) {
    return call(lake, requestId, null);
  }

  public static Story call(Lake lake, String requestId, @Nullable PolicyHistory policy) {
    try (LakeSession session = lake.session(Window.all())) {
      return call(session, requestId, policy);
    }
  }

  public static Story finding(Lake lake, String findingId) {
    try (LakeSession session = lake.session(Window.all())) {
      return finding(session, findingId);
    }
  }

  /** A finding where the id is one, else a call. */
  public static Story of(Lake lake, String id, @Nullable PolicyHistory policy) {
    try (LakeSession session = lake.session(Window.all())) {
      boolean finding = FINDING_ID.matcher(id).matches() && !session.rows(FINDING, id).isEmpty();
      if (finding) {
        return finding(session, id);
      }
      List<String> calls = ids(session, CALL_IDS, id);
      List<String> findings = ids(session, FINDING_IDS, id);
      if (calls.isEmpty() && findings.isEmpty()) {
        throw NoStory.none("the lake holds no call and no finding '%s'".formatted(id), lake);
      }
      if (!calls.isEmpty() && !findings.isEmpty() && !calls.contains(id)) {
        throw new NoStory(
            "'%s' begins both a call and a finding; write more of it".formatted(id),
            List.of(calls.get(0), findings.get(0)));
      }
      return calls.isEmpty() ? finding(session, id) : call(session, id, policy);
    }
  }

  private static Story call(LakeSession session, String asked, @Nullable PolicyHistory policy) {
    List<Row> rows = session.rows(CALL, asked);
    if (rows.isEmpty()) {
      rows = session.rows(CALL, one(session, CALL_IDS, asked, "call"));
    }
    if (rows.size() > 1) {
      List<String> accounts =
          rows.stream().map(row -> row.text("partition") + "/" + row.text("account")).toList();
      throw new NoStory(
          "several accounts have a call '%s': %s".formatted(asked, String.join(", ", accounts)),
          accounts);
    }
    return new CallStory(session, rows.get(0), policy).tell();
  }

  private static Story finding(LakeSession session, String asked) {
    String id = one(session, FINDING_IDS, asked, "finding");
    return new FindingStory(session, session.rows(FINDING, id).get(0)).tell();
  }

  /** The id that is, or alone begins, as asked. */
  private static String one(LakeSession session, Sql sql, String asked, String what) {
    List<String> ids = asked.isEmpty() ? List.of() : ids(session, sql, asked);
    if (ids.isEmpty()) {
      throw NoStory.none("the lake holds no %s '%s'".formatted(what, asked), session.lake());
    }
    if (ids.size() > 1 && !ids.contains(asked)) {
      throw new NoStory(
          "several %ss begin with '%s', such as %s; write more of it"
              .formatted(what, asked, String.join(", ", ids)),
          ids);
    }
    return ids.contains(asked) ? asked : ids.get(0);
  }

  private static List<String> ids(LakeSession session, Sql sql, String begins) {
    return session.rows(sql, begins).stream()
        .map(row -> String.valueOf(row.text("id")))
        .distinct()
        .toList();
  }
}
