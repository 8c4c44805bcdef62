package dev.landfall.jobs.source.stream;

import dev.landfall.ingest.kinesis.Position;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * One shard and how far its records have been passed on.
 *
 * @param readTo what arrived up to this time has been, epoch milliseconds; null: not known
 */
public record ShardSplit(String shardId, Position position, @Nullable Long readTo)
    implements SourceSplit {
  ShardSplit(String shardId, Position position) {
    this(shardId, position, null);
  }

  @Override
  public String splitId() {
    return shardId;
  }

  ShardSplit at(Position reached) {
    return new ShardSplit(shardId, reached, readTo);
  }

  ShardSplit readTo(long time) {
    return new ShardSplit(shardId, position, time);
  }
}
