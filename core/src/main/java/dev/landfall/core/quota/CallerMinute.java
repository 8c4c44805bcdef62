package dev.landfall.core.quota;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;

/** What one caller did to a quota row in one minute; every part is a sum and can be taken away. */
final class CallerMinute {
  final Seconds settled = new Seconds();

  /** Change of the reserved amount at each second. */
  final Seconds reservedChange = new Seconds();

  /** Calls begun, refused ones too. */
  final Seconds begun = new Seconds();

  final Seconds refused = new Seconds();

  /** What refused calls are seen to have asked for as their output limit, and how many said so. */
  final Seconds askedLimit = new Seconds();

  final Seconds askedKnown = new Seconds();

  /** Reserved by calls that began in an earlier minute and have not ended when this one begins. */
  long reservedAtStart;

  /** Calls begun and refused of a state that did not keep their seconds. */
  long begunUnplaced;

  long refusedUnplaced;
  long unknownSettled;
  long unknownReserved;

  /** Calls begun whose limit was left unset, so that the model's maximum was reserved. */
  long unset;

  /** Of the calls begun whose reservation is known: how many, what they reserved, their limits. */
  long known;

  long reserved;
  long limits;

  /** Output counted against a quota of its own, which only mantle has. */
  long output;

  long unknownOutput;

  long requests() {
    return begun.sum() + begunUnplaced;
  }

  long throttled() {
    return refused.sum() + refusedUnplaced;
  }

  void addAll(CallerMinute other) {
    settled.addAll(other.settled);
    reservedChange.addAll(other.reservedChange);
    begun.addAll(other.begun);
    refused.addAll(other.refused);
    askedLimit.addAll(other.askedLimit);
    askedKnown.addAll(other.askedKnown);
    reservedAtStart = Math.addExact(reservedAtStart, other.reservedAtStart);
    begunUnplaced += other.begunUnplaced;
    refusedUnplaced += other.refusedUnplaced;
    unknownSettled += other.unknownSettled;
    unknownReserved += other.unknownReserved;
    unset += other.unset;
    known += other.known;
    reserved = Math.addExact(reserved, other.reserved);
    limits = Math.addExact(limits, other.limits);
    output = Math.addExact(output, other.output);
    unknownOutput += other.unknownOutput;
  }

  boolean isZero() {
    return begun.isZero()
        && (reservedAtStart | begunUnplaced | refusedUnplaced | unknownSettled | unknownReserved)
            == 0
        && (unset | known | reserved | limits | output | unknownOutput) == 0
        && settled.isZero()
        && reservedChange.isZero()
        && refused.isZero()
        && askedLimit.isZero()
        && askedKnown.isZero();
  }

  void write(ByteWriter out) {
    settled.write(out);
    reservedChange.write(out);
    begun.write(out);
    refused.write(out);
    askedLimit.write(out);
    askedKnown.write(out);
    out.writeLong(reservedAtStart);
    out.writeLong(begunUnplaced);
    out.writeLong(refusedUnplaced);
    out.writeLong(unknownSettled);
    out.writeLong(unknownReserved);
    out.writeLong(unset);
    out.writeLong(known);
    out.writeLong(reserved);
    out.writeLong(limits);
    out.writeLong(output);
    out.writeLong(unknownOutput);
  }

  static CallerMinute read(ByteReader in) {
    CallerMinute minute = new CallerMinute();
    minute.settled.addAll(Seconds.read(in));
    minute.reservedChange.addAll(Seconds.read(in));
    minute.begun.addAll(Seconds.read(in));
    minute.refused.addAll(Seconds.read(in));
    minute.askedLimit.addAll(Seconds.read(in));
    minute.askedKnown.addAll(Seconds.read(in));
    minute.reservedAtStart = in.readLong();
    minute.begunUnplaced = in.readLong();
    minute.refusedUnplaced = in.readLong();
    minute.unknownSettled = in.readLong();
    minute.unknownReserved = in.readLong();
    minute.unset = in.readLong();
    minute.known = in.readLong();
    minute.reserved = in.readLong();
    minute.limits = in.readLong();
    minute.output = in.readLong();
    minute.unknownOutput = in.readLong();
    return minute;
  }

  /** The form of version 1, which knew neither callers nor the seconds of requests. */
  static CallerMinute readFirst(ByteReader in) {
    CallerMinute minute = new CallerMinute();
    minute.settled.addAll(Seconds.read(in));
    minute.reservedChange.addAll(Seconds.read(in));
    minute.reservedAtStart = in.readLong();
    minute.begunUnplaced = in.readLong();
    minute.refusedUnplaced = in.readLong();
    minute.unknownSettled = in.readLong();
    minute.unknownReserved = in.readLong();
    return minute;
  }
}
