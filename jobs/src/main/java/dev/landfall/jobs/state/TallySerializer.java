package dev.landfall.jobs.state;

import dev.landfall.core.detect.FindingTally;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A finding's counts in state. */
public final class TallySerializer extends CodedSerializer<FindingTally> {
  private static final long serialVersionUID = 1;

  public static final TallySerializer INSTANCE = new TallySerializer();

  @Override
  public FindingTally createInstance() {
    return FindingTally.empty();
  }

  @Override
  byte[] encode(FindingTally value) {
    return value.encode();
  }

  @Override
  FindingTally decode(byte[] bytes) {
    return FindingTally.decode(bytes);
  }

  @Override
  public TypeSerializerSnapshot<FindingTally> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in checkpoints that this serializer wrote the state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FindingTally> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
