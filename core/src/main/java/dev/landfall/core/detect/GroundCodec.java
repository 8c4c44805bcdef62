package dev.landfall.core.detect;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;

/** The byte form of a {@link Ground}, for edges between operators and for state. */
public final class GroundCodec {
  private static final int VERSION = 1;

  private GroundCodec() {}

  public static byte[] encode(Ground ground) {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    write(out, ground);
    return out.toByteArray();
  }

  public static Ground decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "coded ground has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    return read(in);
  }

  static void write(ByteWriter out, Ground g) {
    out.writeString(g.rule());
    out.writeLong(g.ruleVersion());
    out.writeByte(g.severity().ordinal());
    out.writeNullable(g.account());
    out.writeNullable(g.workload());
    out.writeNullable(g.profile());
    out.writeNullable(g.region());
    out.writeNullable(g.subject());
    out.writeLong(g.at());
    out.writeString(g.headline());
  }

  static Ground read(ByteReader in) {
    return new Ground(
        in.readString(),
        in.readLong(),
        Severity.values()[in.readByte()],
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readNullableString(),
        in.readLong(),
        in.readString());
  }
}
