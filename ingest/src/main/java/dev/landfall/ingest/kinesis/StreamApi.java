package dev.landfall.ingest.kinesis;

import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What we ask of a stream. Threads: safe. */
public interface StreamApi extends Closeable {
  /** All shards that the stream still lists, closed ones too. */
  List<ShardInfo> shards() throws StreamFault;

  /** For how long the stream keeps a record, in milliseconds. */
  long retentionMillis() throws StreamFault;

  /** A place to read from, good for five minutes. */
  String iterator(String shardId, Position from) throws StreamFault;

  Answer records(String iterator, int limit) throws StreamFault;

  @Override
  void close();

  /**
   * One answer of GetRecords.
   *
   * @param next where to go on; null: the shard is closed and this was its end
   * @param behindMillis how far the last record is from the tip of the shard
   */
  record Answer(List<RawRecord> records, @Nullable String next, long behindMillis) {}

  /** A record as the stream keeps it. Units: epoch milliseconds. */
  @SuppressWarnings("ArrayRecordComponent") // on its way through, never compared
  record RawRecord(String sequence, byte[] data, long arrivedAt) {}
}
