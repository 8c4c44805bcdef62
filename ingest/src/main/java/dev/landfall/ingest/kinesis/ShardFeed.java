package dev.landfall.ingest.kinesis;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** One shard being read, by polling or by a subscription. Threads: one at a time. */
public interface ShardFeed extends Closeable {
  /**
   * One step: asks or looks once. Null: nothing to tell yet.
   *
   * @throws StreamFault the step failed; the next one goes on from the same position
   */
  @Nullable ShardBatch read() throws StreamFault;

  /** Milliseconds until the next step makes sense. */
  long pauseMillis();

  @Override
  void close();
}
