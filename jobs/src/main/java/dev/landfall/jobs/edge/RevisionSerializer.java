package dev.landfall.jobs.edge;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Label, the call before if there is one, the call after.
 *
 * <p>Pairing and judging run in one chain, where revisions pass as they are; the coded form is only
 * used if the two are ever placed apart.
 */
public final class RevisionSerializer extends ImmutableSerializer<Revision> {
  private static final long serialVersionUID = 1;

  public static final RevisionSerializer INSTANCE = new RevisionSerializer();

  @Override
  public Revision createInstance() {
    return new Revision(
        null, new Call(new CallKey("-", "-", "-"), null, null, null), RevisionLabel.EARLY);
  }

  @Override
  public void serialize(Revision revision, DataOutputView out) throws IOException {
    Call before = revision.before();
    out.writeByte(revision.label().ordinal());
    out.writeBoolean(before != null);
    if (before != null) {
      writeBytes(out, CallCodec.encode(before));
    }
    writeBytes(out, CallCodec.encode(revision.after()));
  }

  @Override
  public Revision deserialize(DataInputView in) throws IOException {
    RevisionLabel label = RevisionLabel.values()[in.readByte()];
    Call before = in.readBoolean() ? CallCodec.decode(readBytes(in)) : null;
    return new Revision(before, CallCodec.decode(readBytes(in)), label);
  }

  @Override
  public TypeSerializerSnapshot<Revision> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in checkpoints that this serializer wrote the state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Revision> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
