package dev.landfall.core.metrics;

import java.util.List;
import java.util.Locale;

/**
 * Every metric there is. Names are stable: dashboards and alarms are built on them.
 *
 * <p>Shape: {@code landfall_…} in base units, counters end in {@code _total}. A counter begins at
 * zero with its process, as Prometheus expects; exact sums over all time come from the lake.
 */
public enum Metric {
  RECORDS_READ(
      "records_read_total",
      Type.COUNTER,
      List.of("source"),
      "Records of objects read to their end"),
  READ_BYTES(
      "read_bytes_total",
      Type.COUNTER,
      List.of("source"),
      "Bytes of objects read to their end, after decompression"),
  RECORDS(
      "records_total",
      Type.COUNTER,
      List.of("outcome"),
      "Records by what became of them: witness, duplicate, addendum, change, ignored, rejected,"
          + " late or canary (of a planted breach)"),
  RECORDS_IGNORED(
      "records_ignored_total",
      Type.COUNTER,
      List.of("reason"),
      "Records that are not of model calls, by reason"),
  RECORDS_AGAIN(
      "records_again_total",
      Type.COUNTER,
      List.of(),
      "Witnesses of the same bytes met again, after a restart or through another source; no outcome"
          + " of their own"),
  RECORDS_UNWRITTEN(
      "records_unwritten",
      Type.GAUGE,
      List.of(),
      "Records of calls that wait for others and are too young to be written to the lake"),
  DELIVERY_DELAY(
      "delivery_delay_seconds",
      Type.HISTOGRAM,
      List.of(),
      "AWS's own delay: from a record's event time until its bytes arrived"),
  DECISION_DELAY(
      "decision_delay_seconds",
      Type.HISTOGRAM,
      List.of(),
      "Our delay: from the arrival of the bytes until the call was judged with them"),
  SOURCE_COMPLETE_TO_LAG(
      "source_complete_to_lag_seconds",
      Type.GAUGE,
      List.of("source"),
      "How far the source's complete-to mark lies behind the clock"),
  SOURCE_NEWEST_ARRIVAL(
      "source_newest_arrival_timestamp_seconds",
      Type.GAUGE,
      List.of("source"),
      "When the newest bytes of the source arrived"),
  SOURCE_LAST_READ(
      "source_last_read_timestamp_seconds",
      Type.GAUGE,
      List.of("source"),
      "When the source could last be read whole"),
  ALERTS_WAITING(
      "alerts_waiting",
      Type.GAUGE,
      List.of("sink"),
      "Notices that wait for the sink, by themselves or for a digest"),
  ALERTS_TOGETHER(
      "alerts_together_total",
      Type.COUNTER,
      List.of("sink"),
      "Notices left to a digest because the sink was far behind"),
  JOB_STATE("job_state", Type.GAUGE, List.of("state"), "1 for the state the job is in, else 0"),
  JOB_RESTARTS("job_restarts_total", Type.COUNTER, List.of(), "Restarts of the job after a fault"),
  CHECKPOINTS(
      "checkpoints_total", Type.COUNTER, List.of("result"), "Checkpoints: completed or failed"),
  CHECKPOINT_AGE(
      "checkpoint_age_seconds", Type.GAUGE, List.of(), "Since the newest checkpoint was complete"),
  CHECKPOINT_DURATION(
      "checkpoint_duration_seconds", Type.GAUGE, List.of(), "What the newest checkpoint took"),
  CHECKPOINT_SIZE(
      "checkpoint_size_bytes", Type.GAUGE, List.of(), "What the newest checkpoint had to write"),
  STATE_SIZE(
      "state_size_bytes", Type.GAUGE, List.of(), "The whole state as of the newest checkpoint"),
  LAKE_VERSION("lake_version", Type.GAUGE, List.of(), "Version of the lake"),
  LAKE_FILES("lake_files", Type.GAUGE, List.of(), "Data files of this version"),
  LAKE_AS_OF(
      "lake_as_of_timestamp_seconds", Type.GAUGE, List.of(), "Up to when the lake is settled"),
  LAKE_AGE(
      "lake_age_seconds", Type.GAUGE, List.of(), "Since this version of the lake was published"),
  DISK_FREE("disk_free_bytes", Type.GAUGE, List.of(), "Free space on the disk that holds the lake"),
  HEARTBEATS(
      "heartbeats_total",
      Type.COUNTER,
      List.of("result"),
      "Signs of life by what became of them: sent, failed (not taken) or held (the job is not at"
          + " work)"),
  HEARTBEAT_SENT(
      "heartbeat_sent_timestamp_seconds",
      Type.GAUGE,
      List.of(),
      "When the last sign of life was taken"),
  HTTP_REQUESTS(
      "http_requests_total",
      Type.COUNTER,
      List.of("route", "status"),
      "Requests answered, by route as defined and by status"),
  HTTP_DURATION(
      "http_request_duration_seconds",
      Type.HISTOGRAM,
      List.of("route"),
      "Time to answer a request; pages that stay connected are left out");

  /** Prometheus's own types. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final String PREFIX = "landfall_";

  private final String tail;
  private final Type type;
  private final String labels;
  private final String help;

  Metric(String tail, Type type, List<String> labels, String help) {
    this.tail = tail;
    this.type = type;
    this.labels = String.join(",", labels);
    this.help = help;
  }

  /** Without the prefix: how an operator of the job registers it below a group of that name. */
  public String tail() {
    return tail;
  }

  public String id() {
    return PREFIX + tail;
  }

  public Type type() {
    return type;
  }

  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
  }

  public String help() {
    return help;
  }
}
