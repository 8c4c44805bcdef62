package dev.landfall.ingest.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the planned calls do to quota rows, and which rows a right reader must report for it.
 *
 * <p>Shape: sums by second and by minute, so memory grows with the span. The rules are those of the
 * documentation, written anew: settled in the last 60 seconds and reserved in flight, or calls let
 * in over them, from 70 % of the applied quota on; more than 5 % of at least 50 attempts throttled
 * in five minutes.
 */
final class QuotaTruth {
  private static final double PRESSURE = 0.70;
  private static final double RATIO = 0.05;
  private static final long LEAST = 50;
  private static final int MINUTES = 5;

  private static final class Row {
    final SecondSums seconds = new SecondSums();

    /** Attempts and refused attempts by minute. */
    final TreeMap<Long, long[]> attempts = new TreeMap<>();
  }

  private final Map<String, Row> rows = new HashMap<>();

  void call(TrueCall call) {
    Lane lane = call.plan().lane;
    if (call.quotaRow() == null || lane.model() == null) {
      return;
    }
    Row row = rows.computeIfAbsent(QuotaRow.key(lane), key -> new Row());
    long end = Math.floorDiv(call.completedMs(), 1000L);
    long start = Math.floorDiv(call.startedMs(), 1000L);
    row.seconds.burned(end, call.settled());
    row.seconds.inFlight(start, end, call.reserved());
    if (!call.throttled()) {
      row.seconds.letIn(start);
    }
    long[] attempts = row.attempts.computeIfAbsent(start / 60, minute -> new long[2]);
    attempts[0]++;
    attempts[1] += call.throttled() ? 1 : 0;
  }

  /** Rows whose pressure passes the first threshold of their applied quota. */
  SortedSet<String> pressed(List<QuotaRow> applied) {
    SortedSet<String> keys = new TreeSet<>();
    for (QuotaRow quota : applied) {
      Row row = rows.get(quota.key());
      if (row != null && pressed(row.seconds, quota)) {
        keys.add(quota.key());
      }
    }
    return keys;
  }

  private static boolean pressed(SecondSums seconds, QuotaRow quota) {
    long requests = quota.requestsPerMinute();
    return seconds.most() >= PRESSURE * quota.tokensPerMinute()
        || requests > 0 && seconds.mostLetIn() >= PRESSURE * requests;
  }

  /** Rows of which too large a share was throttled, whatever their quota. */
  SortedSet<String> throttled() {
    SortedSet<String> keys = new TreeSet<>();
    rows.forEach(
        (key, row) -> {
          for (long minute : row.attempts.keySet()) {
            long attempts = 0;
            long refused = 0;
            for (long[] each :
                row.attempts.subMap(minute - MINUTES + 1, true, minute, true).values()) {
              attempts += each[0];
              refused += each[1];
            }
            if (attempts >= LEAST && refused > RATIO * attempts) {
              keys.add(key);
            }
          }
        });
    return keys;
  }
}
