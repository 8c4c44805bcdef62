package dev.landfall.jobs.edge;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Kind, key, time and payload, in that order; payloads carry their own version. */
public final class ParcelSerializer extends ImmutableSerializer<Parcel> {
  private static final long serialVersionUID = 1;

  public static final ParcelSerializer INSTANCE = new ParcelSerializer();

  @Override
  public Parcel createInstance() {
    return new Parcel(0, "", 0, new byte[0]);
  }

  @Override
  public void serialize(Parcel parcel, DataOutputView out) throws IOException {
    out.writeByte(parcel.kind());
    writeText(out, parcel.key());
    out.writeLong(parcel.time());
    writeBytes(out, parcel.payload());
  }

  @Override
  public Parcel deserialize(DataInputView in) throws IOException {
    return new Parcel(in.readByte(), readText(in), in.readLong(), readBytes(in));
  }

  @Override
  public TypeSerializerSnapshot<Parcel> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in checkpoints that this serializer wrote the state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Parcel> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
