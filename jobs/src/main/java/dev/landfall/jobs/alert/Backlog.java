package dev.landfall.jobs.alert;

import dev.landfall.core.alert.Attempt;
import dev.landfall.core.alert.Outbox;
import dev.landfall.core.alert.SinkTerms;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.metrics.Metric;
import dev.landfall.jobs.metrics.OperatorMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;

/**
 * What says that a sink is behind: a metric of what waits for it, a row for each notice that was
 * left to a digest, and a line in the log, once an hour at most.
 */
final class Backlog {
  private static final long SAY_AGAIN_MILLIS = 3_600_000;

  private final Outbox outbox;
  private final Logger log;
  private final Map<String, Counter> together = new HashMap<>();
  private final Map<String, Long> said = new HashMap<>();

  Backlog(Outbox outbox, List<SinkTerms> sinks, MetricGroup group, Logger log) {
    this.outbox = outbox;
    this.log = log;
    for (SinkTerms sink : sinks) {
      String id = sink.id();
      OperatorMetrics.gauge(group, Metric.ALERTS_WAITING, () -> (double) outbox.waiting(id), id);
      together.put(id, OperatorMetrics.counter(group, Metric.ALERTS_TOGETHER, id));
    }
  }

  /** Rows of what has been left to digests since the last call. */
  List<LakeRow> rows(long now) {
    List<LakeRow> rows = new ArrayList<>();
    for (Attempt left : outbox.leftToDigests()) {
      rows.add(AlertRows.of(left));
      Counter counter = together.get(left.sink());
      if (counter != null) {
        counter.inc();
      }
      say(left.sink(), now);
    }
    return rows;
  }

  private void say(String sink, long now) {
    Long before = said.get(sink);
    if (before == null || now - before >= SAY_AGAIN_MILLIS) {
      said.put(sink, now);
      log.warn(
          "{} notices wait for the sink {}: it takes them more slowly than they come, or not at all."
              + " What comes now is told in one digest; 'deliveries' says of each. Look at what the"
              + " sink answers, at its 'per_second', or raise 'most_waiting' of 'alerts'",
          outbox.waiting(sink),
          sink);
    }
  }
}
