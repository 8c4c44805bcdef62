package dev.landfall.ingest.kinesis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records out of a record that the Kinesis Producer Library has put together.
 *
 * <p>Source: "KPL Aggregated Record Format": the bytes F3 89 9A C2, a protocol-buffer message
 * AggregatedRecord {1: partition keys, 2: hash keys, 3: Record {1: key index, 2: hash index, 3:
 * data, 4: tags}}, and the MD5 of that message. Errors: what is not such a record to its last byte
 * is no aggregate, and is read as it stands.
 *
 * <p>Departure: the Kinesis Client Library drops records whose key belongs to another shard, which
 * a reshard between aggregating and putting brings about. We keep them: what the producer sends
 * again is found to be a repeat by what it says, so keeping loses nothing and dropping could.
 */
final class Aggregate {
  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int MD5_BYTES = 16;

  /** More in one record than any producer makes: the message is not believed. */
  private static final int MOST_RECORDS = 100_000;

  private static final int RECORDS = 3;
  private static final int DATA = 3;
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  private final byte[] bytes;
  private final int end;
  private int at;

  private Aggregate(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** The records in their order; null: these bytes are no aggregate. */
  static @Nullable List<byte[]> unpack(byte[] data) {
    int end = data.length - MD5_BYTES;
    if (end < MAGIC.length || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return null;
    }
    MessageDigest md5 = md5();
    md5.update(data, MAGIC.length, end - MAGIC.length);
    if (!Arrays.equals(md5.digest(), Arrays.copyOfRange(data, end, data.length))) {
      return null;
    }
    try {
      return new Aggregate(data, MAGIC.length, end).records();
    } catch (Malformed e) {
      return null;
    }
  }

  private @Nullable List<byte[]> records() throws Malformed {
    List<byte[]> records = new ArrayList<>();
    while (at < end) {
      long tag = varint();
      if (tag >>> 3 == RECORDS && (tag & 7) == LENGTH) {
        int stop = length();
        records.add(new Aggregate(bytes, at, stop).data());
        at = stop;
      } else {
        skip(tag);
      }
      if (records.size() > MOST_RECORDS) {
        return null;
      }
    }
    return records.isEmpty() ? null : records;
  }

  private byte[] data() throws Malformed {
    byte[] data = null;
    while (at < end) {
      long tag = varint();
      if (tag >>> 3 == DATA && (tag & 7) == LENGTH) {
        int stop = length();
        data = Arrays.copyOfRange(bytes, at, stop);
        at = stop;
      } else {
        skip(tag);
      }
    }
    if (data == null) {
      throw new Malformed();
    }
    return data;
  }

  private void skip(long tag) throws Malformed {
    switch ((int) (tag & 7)) {
      case VARINT -> varint();
      case EIGHT_BYTES -> forward(8);
      case LENGTH -> at = length();
      case FOUR_BYTES -> forward(4);
      default -> throw new Malformed();
    }
  }

  /** Where the bytes that follow end. */
  private int length() throws Malformed {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new Malformed();
    }
    return at + (int) length;
  }

  private void forward(int count) throws Malformed {
    if (end - at < count) {
      throw new Malformed();
    }
    at += count;
  }

  private long varint() throws Malformed {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw new Malformed();
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new Malformed();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed() {
      super(null, null, false, false);
    }
  }
}
