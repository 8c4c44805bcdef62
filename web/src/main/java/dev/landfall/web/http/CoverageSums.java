package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was read and what became of it, as rows of name and number with a plain explanation. */
final class CoverageSums {
  private CoverageSums() {}

  static List<Map<String, Object>> of(LiveSnapshot snapshot) {
    Map<String, Long> totals = snapshot.totals();
    Map<String, Long> pairing = snapshot.pairing();
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(row(totals, "records_read", "records read", "everything found in the sources"));
    rows.add(row(totals, "calls", "calls", "attempts to invoke a model, one per request id"));
    rows.add(
        row(
            pairing,
            "BOTH",
            "in both logs",
            "CloudTrail and the invocation log agree it was made"));
    rows.add(row(pairing, "TRAIL_ONLY", "CloudTrail only", "no invocation-log record, or not yet"));
    rows.add(row(pairing, "LOG_ONLY", "invocation log only", "no CloudTrail event, or not yet"));
    rows.add(row(totals, "duplicates", "duplicates", "copies of records already known"));
    rows.add(row(totals, "ignored", "ignored", "read, and not about inference"));
    rows.add(row(totals, "rejected", "rejected", "could not be read; each is kept with its place"));
    rows.add(
        row(totals, "late", "late", "came after their call was closed; a gap until compacted"));
    Long canaries = totals.get("canaries");
    if (canaries != null && canaries > 0) {
      rows.add(
          row(totals, "canaries", "canaries", "records of planted breaches; in no other figure"));
    }
    return rows;
  }

  private static Map<String, Object> row(
      Map<String, Long> counts, String key, String name, String meaning) {
    Long n = counts.get(key);
    boolean bad = (key.equals("rejected") || key.equals("late")) && n != null && n > 0;
    return Map.of(
        "name",
        name,
        "meaning",
        meaning,
        "number",
        n == null ? Text.NONE : Text.count(n),
        "bad",
        bad);
  }
}
