package dev.landfall.ingest.kinesis;

import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One shard in memory: sequence numbers are counted from 1, iterators are positions as text. */
final class FakeStream implements StreamApi {
  final List<RawRecord> records = new ArrayList<>();
  final Deque<Kind> faults = new ArrayDeque<>();
  final List<Position> asked = new ArrayList<>();
  int limit = 1_000;
  long behindMillis;
  boolean closed;

  void put(byte[] data, long arrivedAt) {
    records.add(new RawRecord(String.valueOf(records.size() + 1), data, arrivedAt));
  }

  @Override
  public List<ShardInfo> shards() {
    return List.of(new ShardInfo("shardId-000000000000", null, null));
  }

  @Override
  public long retentionMillis() {
    return 86_400_000;
  }

  @Override
  public String iterator(String shardId, Position from) throws StreamFault {
    asked.add(from);
    fail();
    if (from.kind() != Position.Kind.AFTER || from.sequence() == null) {
      return "0";
    }
    int number = Integer.parseInt(from.sequence());
    return String.valueOf(from.sub() == Position.WHOLE ? number : number - 1);
  }

  @Override
  public Answer records(String iterator, int most) throws StreamFault {
    fail();
    int from = Integer.parseInt(iterator);
    int to = Math.min(records.size(), from + limit);
    String next = closed && to == records.size() ? null : String.valueOf(to);
    return new Answer(new ArrayList<>(records.subList(from, to)), next, behindMillis);
  }

  private void fail() throws StreamFault {
    Kind fault = faults.poll();
    if (fault != null) {
      throw new StreamFault(fault, "as the test wants it");
    }
  }

  @Override
  public void close() {}
}
