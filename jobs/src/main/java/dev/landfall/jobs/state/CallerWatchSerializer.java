package dev.landfall.jobs.state;

import dev.landfall.core.detect.fallback.CallerWatch;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** The calls of a caller in state. */
public final class CallerWatchSerializer extends CodedSerializer<CallerWatch> {
  private static final long serialVersionUID = 1;

  public static final CallerWatchSerializer INSTANCE = new CallerWatchSerializer();

  @Override
  public CallerWatch createInstance() {
    return new CallerWatch();
  }

  @Override
  byte[] encode(CallerWatch value) {
    return value.encode();
  }

  @Override
  CallerWatch decode(byte[] bytes) {
    return CallerWatch.decode(bytes);
  }

  @Override
  public TypeSerializerSnapshot<CallerWatch> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in checkpoints that this serializer wrote the state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CallerWatch> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
