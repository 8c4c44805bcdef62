package dev.landfall.jobs.source.lookup;

import dev.landfall.ingest.lookup.LookupState;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Gives out the one split, once. */
final class LookupEnumerator implements SplitEnumerator<LookupSplit, Boolean> {
  private final SplitEnumeratorContext<LookupSplit> context;
  private @Nullable LookupSplit pending;

  /**
   * Begins anew, or goes on.
   *
   * @param given a reader holds the split already
   */
  LookupEnumerator(
      SplitEnumeratorContext<LookupSplit> context, LookupOptions options, boolean given) {
    this.context = context;
    long start = options.history().time().millis() - options.sinceMillis();
    this.pending = given ? null : new LookupSplit(LookupState.from(start));
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    LookupSplit split = pending;
    if (split == null) {
      context.signalNoMoreSplits(subtask);
    } else if (context.registeredReaders().containsKey(subtask)) {
      pending = null;
      context.assignSplit(split, subtask);
    }
  }

  @Override
  public void addSplitsBack(List<LookupSplit> splits, int subtask) {
    splits.forEach(split -> pending = split);
  }

  @Override
  public void addReader(int subtask) {}

  @Override
  public Boolean snapshotState(long checkpointId) {
    return pending == null;
  }

  @Override
  public void close() {}

  /** Whether the split is out, as one byte. */
  static final class StateSerializer implements SimpleVersionedSerializer<Boolean> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(Boolean given) {
      return new byte[] {(byte) (given ? 1 : 0)};
    }

    @Override
    public Boolean deserialize(int version, byte[] bytes) throws IOException {
      if (version != VERSION || bytes.length != 1) {
        throw new IOException(
            "enumerator state of version %d; this build reads 1".formatted(version));
      }
      return bytes[0] == 1;
    }
  }
}
