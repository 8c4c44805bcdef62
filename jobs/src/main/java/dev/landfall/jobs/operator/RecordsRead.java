package dev.landfall.jobs.operator;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.metrics.Metric;
import dev.landfall.jobs.metrics.OperatorMetrics;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts, from the row of each object read, what was in it and what of it ends there. */
final class RecordsRead {
  private final MetricGroup group;
  private final Counter records;
  private final Counter bytes;
  private final Counter changes;
  private final Counter ignored;
  private final Counter rejected;
  private final Map<String, Counter> reasons = new HashMap<>();

  RecordsRead(MetricGroup group, String sourceId) {
    this.group = group;
    records = OperatorMetrics.counter(group, Metric.RECORDS_READ, sourceId);
    bytes = OperatorMetrics.counter(group, Metric.READ_BYTES, sourceId);
    changes = OperatorMetrics.counter(group, Metric.RECORDS, "change");
    ignored = OperatorMetrics.counter(group, Metric.RECORDS, "ignored");
    rejected = OperatorMetrics.counter(group, Metric.RECORDS, "rejected");
  }

  void object(LakeRow row) {
    records.inc(count(row, "records"));
    bytes.inc(count(row, "raw_bytes"));
    changes.inc(count(row, "change_records"));
    ignored.inc(count(row, "ignored_records"));
    rejected.inc(count(row, "rejected_records"));
    if (count(row, "ignored_records") > 0) {
      IgnoredReasons.of((String) row.get("ignored_reasons"))
          .forEach((reason, n) -> reasons.computeIfAbsent(reason, this::reason).inc(n));
    }
  }

  private Counter reason(String reason) {
    return OperatorMetrics.counter(group, Metric.RECORDS_IGNORED, reason);
  }

  private static long count(LakeRow row, String column) {
    return row.get(column) instanceof Long value ? value : 0;
  }
}
