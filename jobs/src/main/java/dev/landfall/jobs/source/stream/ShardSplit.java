package dev.landfall.jobs.source.stream;

import dev.landfall.ingest.kinesis.Position;
import org.apache.flink.api.connector.source.SourceSplit;

/** One shard and how far its records have been passed on. */
public record ShardSplit(String shardId, Position position) implements SourceSplit {
  @Override
  public String splitId() {
    return shardId;
  }

  ShardSplit at(Position reached) {
    return new ShardSplit(shardId, reached);
  }
}
