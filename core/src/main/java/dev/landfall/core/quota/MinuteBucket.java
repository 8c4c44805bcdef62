package dev.landfall.core.quota;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;

/** What one minute of a ledger holds; every part is a sum, so it can be taken away again. */
final class MinuteBucket {
  final Seconds settled = new Seconds();

  /** Change of the reserved amount at each second. */
  final Seconds reservedChange = new Seconds();

  /** Reserved by calls that began in an earlier minute and have not ended when this one begins. */
  long reservedAtStart;

  long requests;
  long throttled;
  long unknownSettled;
  long unknownReserved;

  void addAll(MinuteBucket other) {
    settled.addAll(other.settled);
    reservedChange.addAll(other.reservedChange);
    reservedAtStart += other.reservedAtStart;
    requests += other.requests;
    throttled += other.throttled;
    unknownSettled += other.unknownSettled;
    unknownReserved += other.unknownReserved;
  }

  boolean isZero() {
    return reservedAtStart == 0
        && requests == 0
        && throttled == 0
        && unknownSettled == 0
        && unknownReserved == 0
        && settled.isZero()
        && reservedChange.isZero();
  }

  void write(ByteWriter out) {
    settled.write(out);
    reservedChange.write(out);
    out.writeLong(reservedAtStart);
    out.writeLong(requests);
    out.writeLong(throttled);
    out.writeLong(unknownSettled);
    out.writeLong(unknownReserved);
  }

  static MinuteBucket read(ByteReader in) {
    MinuteBucket bucket = new MinuteBucket();
    bucket.settled.addAll(Seconds.read(in));
    bucket.reservedChange.addAll(Seconds.read(in));
    bucket.reservedAtStart = in.readLong();
    bucket.requests = in.readLong();
    bucket.throttled = in.readLong();
    bucket.unknownSettled = in.readLong();
    bucket.unknownReserved = in.readLong();
    return bucket;
  }
}
