package dev.landfall.jobs.source;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Gives the one split to the one reader, and again when a reader that failed hands it back. */
final class ProbeEnumerator implements SplitEnumerator<ProbeSplit, ProbeEnumerator.State> {
  private final SplitEnumeratorContext<ProbeSplit> context;
  private @Nullable ProbeSplit waiting;

  /**
   * What the enumerator must not forget.
   *
   * @param waiting not given out; null: a reader has it, in its own state
   */
  record State(@Nullable ProbeSplit waiting) {

    static State first() {
      return new State(ProbeSplit.unread());
    }

    /** The stored form: nothing, or the split's version and form. */
    static final class Serializer implements SimpleVersionedSerializer<State> {
      private static final ProbeSplit.Serializer SPLITS = new ProbeSplit.Serializer();

      @Override
      public int getVersion() {
        return SPLITS.getVersion();
      }

      @Override
      public byte[] serialize(State state) {
        return state.waiting == null ? new byte[0] : SPLITS.serialize(state.waiting);
      }

      @Override
      public State deserialize(int version, byte[] bytes) throws IOException {
        return new State(bytes.length == 0 ? null : SPLITS.deserialize(version, bytes));
      }
    }
  }

  ProbeEnumerator(SplitEnumeratorContext<ProbeSplit> context, State state) {
    this.context = context;
    this.waiting = state.waiting;
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {}

  @Override
  public void addSplitsBack(List<ProbeSplit> splits, int subtask) {
    splits.forEach(split -> waiting = split);
    give();
  }

  @Override
  public void addReader(int subtask) {
    give();
  }

  private void give() {
    ProbeSplit split = waiting;
    if (split != null && !context.registeredReaders().isEmpty()) {
      waiting = null;
      context.assignSplit(split, context.registeredReaders().keySet().iterator().next());
    }
  }

  @Override
  public State snapshotState(long checkpointId) {
    return new State(waiting);
  }

  @Override
  public void close() {}
}
