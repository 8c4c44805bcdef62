package dev.landfall.ingest.kinesis;

import dev.landfall.ingest.kinesis.StreamApi.RawRecord;
import java.util.ArrayList;
import java.util.List;

/** Records of one answer, taken out of their aggregates, without those already passed on. */
final class Unpacked {
  final List<ShardRecord> records = new ArrayList<>();
  long bytes;

  private Unpacked() {}

  /** What of the answer lies behind the position it was asked for. */
  static Unpacked of(List<RawRecord> raw, Position from) {
    Unpacked unpacked = new Unpacked();
    for (RawRecord record : raw) {
      unpacked.bytes += record.data().length;
      boolean begun =
          from.kind() == Position.Kind.AFTER && record.sequence().equals(from.sequence());
      if (!begun || from.sub() != Position.WHOLE) {
        unpacked.take(record, begun ? from.sub() : Position.WHOLE);
      }
    }
    return unpacked;
  }

  private void take(RawRecord record, int passed) {
    List<byte[]> inside = Aggregate.unpack(record.data());
    if (inside == null) {
      records.add(
          new ShardRecord(
              record.sequence(), Position.WHOLE, true, record.data(), record.arrivedAt()));
      return;
    }
    for (int sub = passed + 1; sub < inside.size(); sub++) {
      boolean last = sub == inside.size() - 1;
      records.add(
          new ShardRecord(record.sequence(), sub, last, inside.get(sub), record.arrivedAt()));
    }
  }
}
