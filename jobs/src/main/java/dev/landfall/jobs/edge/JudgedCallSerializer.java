package dev.landfall.jobs.edge;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The row of the call; only used if judging and writing are ever placed apart. */
public final class JudgedCallSerializer extends ImmutableSerializer<JudgedCall> {
  private static final long serialVersionUID = 1;

  public static final JudgedCallSerializer INSTANCE = new JudgedCallSerializer();

  @Override
  public JudgedCall createInstance() {
    return new JudgedCall(new byte[0]);
  }

  @Override
  public void serialize(JudgedCall call, DataOutputView out) throws IOException {
    writeBytes(out, call.encode());
  }

  @Override
  public JudgedCall deserialize(DataInputView in) throws IOException {
    return new JudgedCall(readBytes(in));
  }

  @Override
  public TypeSerializerSnapshot<JudgedCall> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in checkpoints that this serializer wrote the state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<JudgedCall> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
