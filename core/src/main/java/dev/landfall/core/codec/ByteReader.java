package dev.landfall.core.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote. Past the end it throws {@link IllegalStateException}. */
public final class ByteReader {
  private final byte[] bytes;
  private int at;

  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int position() {
    return at;
  }

  void seek(int position) {
    at = position;
  }

  public boolean atEnd() {
    return at == bytes.length;
  }

  public int readByte() {
    need(1);
    return bytes[at++] & 0xff;
  }

  public long readLong() {
    long v = 0;
    int shift = 0;
    int b;
    do {
      need(1);
      b = bytes[at++];
      v |= (long) (b & 0x7f) << shift;
      shift += 7;
    } while ((b & 0x80) != 0);
    return (v >>> 1) ^ -(v & 1);
  }

  public long readFixedLong() {
    need(8);
    long v = 0;
    for (int i = 0; i < 8; i++) {
      v = (v << 8) | (bytes[at++] & 0xff);
    }
    return v;
  }

  public byte[] readBytes() {
    int n = length();
    byte[] value = new byte[n];
    System.arraycopy(bytes, at, value, 0, n);
    at += n;
    return value;
  }

  public String readString() {
    int n = length();
    String value = new String(bytes, at, n, StandardCharsets.UTF_8);
    at += n;
    return value;
  }

  public @Nullable String readNullableString() {
    return readByte() == 0 ? null : readString();
  }

  public @Nullable Long readNullableLong() {
    return readByte() == 0 ? null : readLong();
  }

  public @Nullable Boolean readNullableBoolean() {
    int b = readByte();
    return b == 2 ? null : b == 1;
  }

  private int length() {
    int n = (int) readLong();
    need(n);
    return n;
  }

  private void need(int n) {
    if (n < 0 || bytes.length - at < n) {
      throw new IllegalStateException(
          "coded form ends early: wanted %d bytes at %d of %d".formatted(n, at, bytes.length));
    }
  }
}
