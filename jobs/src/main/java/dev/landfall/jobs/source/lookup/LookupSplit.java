package dev.landfall.jobs.source.lookup;

import dev.landfall.ingest.lookup.LookupState;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The one split of a history: how far all of it has been read. */
public record LookupSplit(LookupState state) implements SourceSplit {
  private static final String ID = "history";

  @Override
  public String splitId() {
    return ID;
  }

  /** The stored form; the state knows its versions. */
  static final class Serializer implements SimpleVersionedSerializer<LookupSplit> {
    @Override
    public int getVersion() {
      return LookupState.VERSION;
    }

    @Override
    public byte[] serialize(LookupSplit split) {
      return split.state.encode();
    }

    @Override
    public LookupSplit deserialize(int version, byte[] bytes) throws IOException {
      try {
        return new LookupSplit(LookupState.decode(version, bytes));
      } catch (IllegalArgumentException e) {
        throw new IOException("a stored event history: " + e.getMessage(), e);
      }
    }
  }
}
