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

  /** Version 2 of a source's standing adds when its newest bytes arrived. */
  private static final int SOURCE_VERSION = 2;

  private LiveCodec() {}

  public static byte[] encode(SourceState state) {
    ByteWriter out = begin(SOURCE_VERSION);
    out.writeString(state.id());
    out.writeString(state.type());
    out.writeString(state.place());
    out.writeNullable(state.lastReadAt());
    out.writeNullable(state.completeTo());
    out.writeLong(state.objects());
    out.writeNullable(state.problem());
    out.writeNullable(state.newestArrivalAt());
    return out.toByteArray();
  }

  public static SourceState source(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = version(in, SOURCE_VERSION);
    return new SourceState(
        in.readString(),
        in.readString(),
        in.readString(),
        in.readNullableLong(),
        in.readNullableLong(),
        in.readLong(),
        in.readNullableString(),
        version < 2 ? null : in.readNullableLong());
  }

  public static byte[] encode(OpenFinding f) {
    ByteWriter out = begin(VERSION);
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
    ByteWriter out = begin(VERSION);
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
    ByteWriter out = begin(VERSION);
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

  private static ByteWriter begin(int version) {
    ByteWriter out = new ByteWriter();
    out.writeByte(version);
    return out;
  }

  private static ByteReader begin(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    version(in, VERSION);
    return in;
  }

  private static int version(ByteReader in, int newest) {
    int version = in.readByte();
    if (version < 1 || version > newest) {
      throw new IllegalStateException(
          "live form has version %d; this build reads up to %d".formatted(version, newest));
    }
    return version;
  }
}
