package dev.landfall.jobs.edge;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.fallback.CallerTable;

/**
 * Calls of one caller, summed second by second before they are sent.
 *
 * @param settled they belong to the stored view; otherwise to the early one
 * @param role the caller's ARN without the session's name
 */
public record CallerBatch(
    boolean settled, String account, String workload, String role, CallerTable sums) {
  private static final int VERSION = 1;

  public Parcel parcel() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeByte(settled ? 1 : 0);
    out.writeString(account);
    out.writeString(workload);
    out.writeString(role);
    sums.write(out);
    String key = account + '|' + workload + '|' + role;
    return new Parcel(Parcel.CALLERS, key, 0, out.toByteArray());
  }

  public static CallerBatch of(Parcel parcel) {
    ByteReader in = new ByteReader(parcel.payload());
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a caller's sums have version %d; this build reads up to %d".formatted(version, VERSION));
    }
    return new CallerBatch(
        in.readByte() == 1,
        in.readString(),
        in.readString(),
        in.readString(),
        CallerTable.read(in));
  }
}
