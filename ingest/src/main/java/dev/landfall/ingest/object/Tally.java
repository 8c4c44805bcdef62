package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.envelope.RecordKind;
import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.ingest.scan.Times;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what goes to the sink, for the object's own row. */
final class Tally implements RecordSink {
  private static final String SURFACE = "surface";

  private final Map<String, Long> reasons = new TreeMap<>();
  private RecordSink sink;
  private long witnesses;
  private long addenda;
  private long changes;
  private long ignored;
  private long rejected;
  private long trailRecords;
  private long logRecords;
  private long firstEventAt = Long.MAX_VALUE;
  private long lastEventAt = Long.MIN_VALUE;
  private @Nullable String firstReject;

  Tally(RecordSink sink) {
    this.sink = sink;
  }

  void forwardTo(RecordSink next) {
    sink = next;
  }

  long records() {
    return witnesses + addenda + changes + ignored + rejected;
  }

  /** A container or record told which of the two logs this object is. */
  void saw(RecordKind kind, long eventAt) {
    trailRecords += kind == RecordKind.TRAIL ? 1 : 0;
    logRecords += kind == RecordKind.LOG ? 1 : 0;
    if (eventAt != Times.NONE) {
      firstEventAt = Math.min(firstEventAt, eventAt);
      lastEventAt = Math.max(lastEventAt, eventAt);
    }
  }

  @Override
  public void witness(Witness witness) {
    if (witness.addendum()) {
      addenda++;
    } else {
      witnesses++;
    }
    sink.witness(witness);
  }

  @Override
  public void change(LakeRow row) {
    changes++;
    sink.change(row);
  }

  @Override
  public void surface(LakeRow row) {
    count(SURFACE);
    sink.surface(row);
  }

  @Override
  public void ignored(String reason) {
    count(reason);
    sink.ignored(reason);
  }

  @Override
  public void reject(LakeRow row) {
    rejected++;
    if (firstReject == null) {
      firstReject = (String) row.get("reason");
    }
    sink.reject(row);
  }

  /** Fills the counts, the kind and the span of event times. */
  void describe(LakeRow row) {
    row.set("records", records())
        .set("witness_records", witnesses)
        .set("addendum_records", addenda)
        .set("change_records", changes)
        .set("ignored_records", ignored)
        .set("ignored_reasons", reasonsJson())
        .set("rejected_records", rejected)
        .setMillis("first_event_at", lastEventAt == Long.MIN_VALUE ? null : firstEventAt)
        .setMillis("last_event_at", lastEventAt == Long.MIN_VALUE ? null : lastEventAt);
  }

  /** What the content is; {@code otherwise} where nothing in it told. */
  String kind(String otherwise) {
    if (trailRecords == 0 && logRecords == 0 || otherwise.equals(AwsLayout.CANARY)) {
      return otherwise;
    }
    return trailRecords >= logRecords ? AwsLayout.CLOUDTRAIL : AwsLayout.INVOCATION_LOG;
  }

  @Nullable String firstReject() {
    return firstReject;
  }

  private void count(String reason) {
    ignored++;
    reasons.merge(reason, 1L, Long::sum);
  }

  /** Reasons are ids of our own: letters and hyphens, nothing to escape. */
  private String reasonsJson() {
    StringBuilder json = new StringBuilder("{");
    reasons.forEach(
        (reason, count) ->
            json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(reason)
                .append("\":")
                .append(count));
    return json.append('}').toString();
  }
}
