package dev.landfall.ingest.lookup;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lookup source must not forget: cursors, events still to be met again, what is on record.
 *
 * <p>Threads: one. Units: epoch milliseconds.
 */
public final class LookupState {
  /** Raised when a field is added; older versions stay readable. */
  public static final int VERSION = 1;

  final Map<EventLane, Lane> lanes = new EnumMap<>(EventLane.class);
  long rowsWritten;
  long looks;
  @Nullable Long newestArrivalAt;

  /** One lane's part. */
  static final class Lane {
    LaneCursor cursor;
    SeenEvents seen;

    /** End of the last span that has a row of {@code objects}. */
    long rowsTo;

    /** Whether a row says that this lane cannot be read. */
    boolean gapOnRecord;

    Lane(LaneCursor cursor, SeenEvents seen, long rowsTo, boolean gapOnRecord) {
      this.cursor = cursor;
      this.seen = seen;
      this.rowsTo = rowsTo;
      this.gapOnRecord = gapOnRecord;
    }
  }

  private LookupState() {}

  /** Nothing read; the history is wanted from that time on. */
  public static LookupState from(long start) {
    LookupState state = new LookupState();
    long second = Math.floorDiv(start, EventWindow.SECOND) * EventWindow.SECOND;
    for (EventLane lane : EventLane.values()) {
      state.begin(lane, second);
    }
    return state;
  }

  private void begin(EventLane lane, long start) {
    lanes.put(lane, new Lane(LaneCursor.from(start), new SeenEvents(), start, false));
  }

  /** Where each lane is to be read on. */
  public Map<EventLane, LaneCursor> cursors() {
    Map<EventLane, LaneCursor> cursors = new EnumMap<>(EventLane.class);
    lanes.forEach((name, lane) -> cursors.put(name, lane.cursor));
    return cursors;
  }

  /** Spans that brought something new. */
  public long looks() {
    return looks;
  }

  /** When something new came last; null: nothing yet. */
  public @Nullable Long newestArrivalAt() {
    return newestArrivalAt;
  }

  Lane lane(EventLane name) {
    Lane lane = lanes.get(name);
    if (lane == null) {
      throw new IllegalStateException("no lane " + name);
    }
    return lane;
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeLong(rowsWritten);
    out.writeLong(looks);
    out.writeNullable(newestArrivalAt);
    out.writeLong(lanes.size());
    lanes.forEach(
        (name, lane) -> {
          out.writeByte(name.ordinal());
          lane.cursor.write(out);
          lane.seen.write(out);
          out.writeLong(lane.rowsTo);
          out.writeByte(lane.gapOnRecord ? 1 : 0);
        });
    return out.toByteArray();
  }

  /** A lane that was not known when the state was stored begins where the calls' lane stands. */
  public static LookupState decode(int version, byte[] bytes) {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "state of version %d; this build reads up to %d".formatted(version, VERSION));
    }
    ByteReader in = new ByteReader(bytes);
    LookupState state = new LookupState();
    state.rowsWritten = in.readLong();
    state.looks = in.readLong();
    state.newestArrivalAt = in.readNullableLong();
    for (long n = in.readLong(); n > 0; n--) {
      EventLane name = EventLane.values()[in.readByte()];
      state.lanes.put(
          name,
          new Lane(LaneCursor.read(in), SeenEvents.read(in), in.readLong(), in.readByte() == 1));
    }
    long frontier = state.lane(EventLane.BEDROCK).cursor.frontier();
    for (EventLane lane : EventLane.values()) {
      if (!state.lanes.containsKey(lane)) {
        state.begin(lane, frontier);
      }
    }
    return state;
  }
}
