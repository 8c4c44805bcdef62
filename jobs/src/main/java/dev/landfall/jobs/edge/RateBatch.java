package dev.landfall.jobs.edge;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.GroundCodec;
import dev.landfall.core.detect.episode.MinuteSums;

/**
 * Calls of one finding with episodes, summed minute by minute before they are sent.
 *
 * @param settled they belong to the stored view; otherwise to the early one
 * @param identity what is wrong where the rule objects to them
 */
public record RateBatch(boolean settled, Ground identity, MinuteSums sums) {
  private static final int VERSION = 1;

  public Parcel parcel() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeByte(settled ? 1 : 0);
    out.writeBytes(GroundCodec.encode(identity));
    sums.write(out);
    return new Parcel(Parcel.RATES, identity.findingId(), 0, out.toByteArray());
  }

  public static RateBatch of(Parcel parcel) {
    ByteReader in = new ByteReader(parcel.payload());
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "sums of minutes have version %d; this build reads up to %d".formatted(version, VERSION));
    }
    return new RateBatch(
        in.readByte() == 1, GroundCodec.decode(in.readBytes()), MinuteSums.read(in));
  }
}
