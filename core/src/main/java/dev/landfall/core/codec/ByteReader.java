package dev.landfall.core.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote.
 *
 * <p>Errors: {@link IllegalStateException} past the end and where a number cannot be; a damaged
 * length makes nothing larger than the bytes that are there.
 */
public final class ByteReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int MOST_SHIFT = 63;

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
    long v = varint();
    return (v >>> 1) ^ -(v & 1);
  }

  /** A number that is never negative and fits an {@code int}. */
  int readUnsigned() {
    long v = varint();
    if (v < 0 || v > Integer.MAX_VALUE) {
      throw damaged("a count of " + Long.toUnsignedString(v));
    }
    return (int) v;
  }

  private long varint() {
    long v = 0;
    int b;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      need(1);
      b = bytes[at++];
      v |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return v;
      }
    }
    throw damaged("a number of more than 64 bits");
  }

  public long readFixedLong() {
    need(Long.BYTES);
    long v = (long) LONGS.get(bytes, at);
    at += Long.BYTES;
    return v;
  }

  /** How many values follow, each of which takes at least so many bytes. */
  int readCount(int leastBytes) {
    return count(readLong(), leastBytes);
  }

  /** The same where the count was written without a sign. */
  int readUnsignedCount(int leastBytes) {
    return count(readUnsigned(), leastBytes);
  }

  private int count(long n, int leastBytes) {
    if (n < 0 || n > (bytes.length - at) / leastBytes) {
      throw damaged(n + " values of at least " + leastBytes + " bytes");
    }
    return (int) n;
  }

  public byte[] readBytes() {
    int n = readCount(1);
    byte[] value = new byte[n];
    System.arraycopy(bytes, at, value, 0, n);
    at += n;
    return value;
  }

  public String readString() {
    return text(readCount(1));
  }

  /** The text of the next so many bytes. */
  String text(int n) {
    need(n);
    String value = new String(bytes, at, n, StandardCharsets.UTF_8);
    at += n;
    return value;
  }

  void copyTo(byte[] target, int from, int n) {
    need(n);
    System.arraycopy(bytes, at, target, from, n);
    at += n;
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

  /** What to throw where the bytes cannot be what was written. */
  IllegalStateException damaged(String what) {
    return new IllegalStateException(
        "coded form is damaged: %s at byte %d of %d".formatted(what, at, bytes.length));
  }

  private void need(int n) {
    if (n < 0 || bytes.length - at < n) {
      throw new IllegalStateException(
          "coded form ends early: wanted %d bytes at %d of %d".formatted(n, at, bytes.length));
    }
  }
}
