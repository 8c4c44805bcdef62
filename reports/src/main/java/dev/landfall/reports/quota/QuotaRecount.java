package dev.landfall.reports.quota;

import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;
import java.util.List;

/**
 * Counts every quota minute anew from the table calls, second by second, and gives the first twenty
 * that differ from the ledger's. An audit of the ledger: it looks at every second of every minute,
 * so it is no part of a page.
 */
public final class QuotaRecount {
  static final Sql QUERY = Sql.of(QuotaRecount.class, "recount");

  private QuotaRecount() {}

  public static List<Row> differences(Lake lake) {
    try (LakeSession session = lake.session(Window.all())) {
      return session.rows(QUERY);
    }
  }
}
