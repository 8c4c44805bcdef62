package dev.landfall.ingest.kinesis;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;

/** Makes aggregated records by hand, after "KPL Aggregated Record Format". */
final class Aggregated {
  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

  private Aggregated() {}

  static byte[] of(List<byte[]> records) throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    field(message, 1, "a key".getBytes("UTF-8"));
    for (byte[] data : records) {
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      record.write(1 << 3);
      record.write(0); // the key's index
      field(record, 3, data);
      ByteArrayOutputStream tag = new ByteArrayOutputStream();
      field(tag, 1, "of a tag".getBytes("UTF-8"));
      field(record, 4, tag.toByteArray());
      field(message, 3, record.toByteArray());
    }
    return sealed(message.toByteArray());
  }

  /** The message with its magic bytes and its MD5, whatever it says. */
  static byte[] sealed(byte[] message) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(MAGIC);
    all.write(message);
    all.write(MessageDigest.getInstance("MD5").digest(message));
    return all.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] value) throws Exception {
    out.write(number << 3 | 2);
    int length = value.length;
    while (length > 0x7f) {
      out.write(length & 0x7f | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.write(value);
  }
}
