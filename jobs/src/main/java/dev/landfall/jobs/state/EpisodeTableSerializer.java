package dev.landfall.jobs.state;

import dev.landfall.core.detect.episode.EpisodeTable;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** The minutes of a finding in state. */
public final class EpisodeTableSerializer extends CodedSerializer<EpisodeTable> {
  private static final long serialVersionUID = 1;

  public static final EpisodeTableSerializer INSTANCE = new EpisodeTableSerializer();

  @Override
  public EpisodeTable createInstance() {
    return new EpisodeTable();
  }

  @Override
  byte[] encode(EpisodeTable value) {
    return value.encode();
  }

  @Override
  EpisodeTable decode(byte[] bytes) {
    return EpisodeTable.decode(bytes);
  }

  @Override
  public TypeSerializerSnapshot<EpisodeTable> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in checkpoints that this serializer wrote the state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<EpisodeTable> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
