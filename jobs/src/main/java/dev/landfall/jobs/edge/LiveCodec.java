package dev.landfall.jobs.edge;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The coded parts of the live page: between operators and in the state of the one that draws it.
 *
 * <p>Shape: each form begins with its version.
 */
public final class LiveCodec {
  private static final int VERSION = 1;

  private LiveCodec() {}

  public static byte[] encode(SourceState state) {
    ByteWriter out = begin();
    out.writeString(state.id());
    out.writeString(state.type());
    out.writeString(state.place());
    out.writeNullable(state.lastReadAt());
    out.writeNullable(state.completeTo());
    out.writeLong(state.objects());
    out.writeNullable(state.problem());
    return out.toByteArray();
  }

  public static SourceState source(byte[] bytes) {
    ByteReader in = begin(bytes);
    return new SourceState(
        in.readString(),
        in.readString(),
        in.readString(),
        in.readNullableLong(),
        in.readNullableLong(),
        in.readLong(),
        in.readNullableString());
  }

  public static byte[] encode(OpenFinding f) {
    ByteWriter out = begin();
    out.writeString(f.findingId());
    out.writeString(f.rule());
    out.writeString(f.severity());
    out.writeNullable(f.account());
    out.writeNullable(f.workload());
    out.writeNullable(f.profile());
    out.writeNullable(f.region());
    out.writeNullable(f.subject());
    out.writeLong(f.occurrences());
    out.writeLong(f.firstSeenAt());
    out.writeLong(f.lastSeenAt());
    out.writeString(f.headline());
    return out.toByteArray();
  }

  public static OpenFinding finding(byte[] bytes) {
    ByteReader in = begin(bytes);
    return new OpenFinding(
        in.readString(),
        in.readString(),
        in.readString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readString());
  }

  public static byte[] encode(List<BusyRow> minutes) {
    ByteWriter out = begin();
    out.writeLong(minutes.size());
    for (BusyRow row : minutes) {
      out.writeString(row.account());
      out.writeString(row.sourceRegion());
      out.writeString(row.model());
      out.writeString(row.quotaRow());
      out.writeLong(row.minuteAt());
      out.writeLong(row.settledTokens());
      out.writeLong(row.peakRollingTokens());
      out.writeLong(row.peakReservedTokens());
      out.writeLong(row.requests());
      out.writeLong(row.throttled());
      out.writeNullable(row.quotaTokens());
    }
    return out.toByteArray();
  }

  public static List<BusyRow> busy(byte[] bytes) {
    ByteReader in = begin(bytes);
    List<BusyRow> minutes = new ArrayList<>();
    for (long n = in.readLong(); n > 0; n--) {
      minutes.add(
          new BusyRow(
              in.readString(),
              in.readString(),
              in.readString(),
              in.readString(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readNullableLong()));
    }
    return minutes;
  }

  public static byte[] encode(Map<String, Long> counts) {
    ByteWriter out = begin();
    out.writeLong(counts.size());
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      out.writeString(entry.getKey());
      out.writeLong(entry.getValue());
    }
    return out.toByteArray();
  }

  public static Map<String, Long> counts(byte[] bytes) {
    ByteReader in = begin(bytes);
    Map<String, Long> counts = new TreeMap<>();
    for (long n = in.readLong(); n > 0; n--) {
      counts.put(in.readString(), in.readLong());
    }
    return counts;
  }

  private static ByteWriter begin() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    return out;
  }

  private static ByteReader begin(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "live form has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    return in;
  }
}
