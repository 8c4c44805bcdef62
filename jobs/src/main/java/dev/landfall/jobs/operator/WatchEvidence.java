package dev.landfall.jobs.operator;

import dev.landfall.core.detect.EvidenceGrounds;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.GroundCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.Parcel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Rows of {@code changes}, {@code objects} and {@code late} in, keyed by the thing they tell of;
 * grounds of findings out where evidence is missing.
 *
 * <p>A row met again changes nothing, and one that says the gap is filled takes the ground back.
 * State: one ground for each thing that is a gap, until {@code remember} has passed; a gap filled
 * later than that stays on record.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class WatchEvidence extends KeyedProcessFunction<String, byte[], Parcel> {
  private static final long serialVersionUID = 1;

  private final long rememberMillis;
  private transient ValueState<byte[]> standing;

  public WatchEvidence(long rememberMillis) {
    this.rememberMillis = rememberMillis;
  }

  /** Whether the row, in coded form, tells anything of evidence: its first byte is its table. */
  public static boolean concerns(byte[] row) {
    return row[0] == LakeTable.CHANGES.ordinal()
        || row[0] == LakeTable.OBJECTS.ordinal()
        || row[0] == LakeTable.LATE.ordinal();
  }

  /** The thing a row tells of: an object, one event, or one late record. */
  public static String subject(byte[] coded) {
    LakeRow row = LakeRow.decode(coded);
    if (row.table() == LakeTable.OBJECTS) {
      return "object|" + row.get("uri");
    }
    if (row.table() == LakeTable.LATE) {
      return "late|%s|%s|%s|%s|%s"
          .formatted(
              row.get("partition"),
              row.get("account"),
              row.get("request_id"),
              row.get("kind"),
              row.get("evidence_hash"));
    }
    return "change|%s|%s|%s|%s"
        .formatted(
            row.get("partition"), row.get("account"), row.get("region"), row.get("event_id"));
  }

  @Override
  public void open(OpenContext context) {
    standing = getRuntimeContext().getState(new ValueStateDescriptor<>("ground", EdgeType.BYTES));
  }

  @Override
  public void processElement(byte[] coded, Context context, Collector<Parcel> out)
      throws Exception {
    LakeRow row = LakeRow.decode(coded);
    Optional<Ground> now = ground(row);
    byte[] kept = standing.value();
    Ground before = kept == null ? null : ground(kept);
    if (java.util.Objects.equals(before, now.orElse(null))) {
      return;
    }
    now.ifPresent(ground -> both(true, ground, out));
    if (before != null) {
      both(false, before, out);
    }
    if (now.isPresent()) {
      long seen = Math.max(now.get().at(), millis(row, "first_seen_at"));
      long expiry = Math.max(seen, context.timerService().currentWatermark()) + rememberMillis;
      standing.update(kept(expiry, now.get()));
      context.timerService().registerEventTimeTimer(expiry);
    } else {
      standing.clear();
    }
  }

  @Override
  public void onTimer(long at, OnTimerContext context, Collector<Parcel> out) throws Exception {
    byte[] kept = standing.value();
    if (kept != null && ByteBuffer.wrap(kept).getLong() <= at) {
      standing.clear(); // an older ground's timer leaves a newer ground alone
    }
  }

  private static Optional<Ground> ground(LakeRow row) {
    if (row.table() == LakeTable.LATE) {
      return EvidenceGrounds.ofLate(row);
    }
    return row.table() == LakeTable.OBJECTS
        ? EvidenceGrounds.ofObject(row)
        : EvidenceGrounds.ofChange(row);
  }

  private static byte[] kept(long expiry, Ground ground) {
    byte[] coded = GroundCodec.encode(ground);
    return ByteBuffer.allocate(Long.BYTES + coded.length).putLong(expiry).put(coded).array();
  }

  private static Ground ground(byte[] kept) {
    return GroundCodec.decode(Arrays.copyOfRange(kept, Long.BYTES, kept.length));
  }

  private static void both(boolean added, Ground ground, Collector<Parcel> out) {
    Ground timeless = ground.dated(0);
    for (boolean settled : new boolean[] {true, false}) {
      out.collect(new GroundBatch(settled, added, timeless, new long[] {ground.at()}).parcel());
    }
  }

  private static long millis(LakeRow row, String column) {
    if (row.table() != LakeTable.OBJECTS) {
      return Long.MIN_VALUE;
    }
    Object micros = row.get(column);
    return micros instanceof Long value ? Math.floorDiv(value, 1000L) : Long.MIN_VALUE;
  }
}
