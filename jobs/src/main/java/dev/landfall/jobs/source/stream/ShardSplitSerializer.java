package dev.landfall.jobs.source.stream;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.ingest.kinesis.Position;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Splits in checkpoints and in assignments. A field is added by a new version. */
final class ShardSplitSerializer implements SimpleVersionedSerializer<ShardSplit> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ShardSplit split) {
    ByteWriter out = new ByteWriter();
    out.writeString(split.shardId());
    write(out, split.position());
    out.writeNullable(split.readTo());
    return out.toByteArray();
  }

  @Override
  public ShardSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException("a shard of version %d; this build reads 1".formatted(version));
    }
    ByteReader in = new ByteReader(bytes);
    return new ShardSplit(in.readString(), position(in), in.readNullableLong());
  }

  static void write(ByteWriter out, Position position) {
    out.writeByte(position.kind().ordinal());
    out.writeNullable(position.sequence());
    out.writeLong(position.sub());
    out.writeLong(position.at());
  }

  static Position position(ByteReader in) {
    return new Position(
        Position.Kind.values()[in.readByte()],
        in.readNullableString(),
        (int) in.readLong(),
        in.readLong());
  }
}
