package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.object.ObjectRef;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Splits in checkpoints and in assignments. A field is added by a new version. */
final class ObjectSplitSerializer implements SimpleVersionedSerializer<ObjectSplit> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ObjectSplit split) {
    ByteWriter out = new ByteWriter();
    write(out, split);
    return out.toByteArray();
  }

  @Override
  public ObjectSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException("a split of version %d; this build reads 1".formatted(version));
    }
    return read(new ByteReader(bytes));
  }

  static void write(ByteWriter out, ObjectSplit split) {
    ObjectRef ref = split.ref();
    out.writeLong(split.ordinal());
    out.writeString(ref.uri());
    out.writeByte(ref.placeKind().ordinal());
    out.writeLong(ref.sizeBytes());
    out.writeLong(ref.modifiedAt());
    out.writeLong(ref.firstSeenAt());
    out.writeString(split.path());
    out.writeByte(split.errand().ordinal());
    out.writeLong(split.delivered());
    out.writeNullable(split.reason());
  }

  static ObjectSplit read(ByteReader in) {
    long ordinal = in.readLong();
    ObjectRef ref =
        new ObjectRef(
            in.readString(),
            PlaceKind.values()[in.readByte()],
            in.readLong(),
            in.readLong(),
            in.readLong());
    return new ObjectSplit(
        ordinal,
        ref,
        in.readString(),
        ObjectSplit.Errand.values()[in.readByte()],
        in.readLong(),
        in.readNullableString());
  }
}
