package dev.landfall.core.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing byte buffer with variable-length integers; reuse it with {@link #reset()}. */
public final class ByteWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[512];
  private int size;

  public void reset() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /** What was written lies at its start, up to {@link #size()}; the next write may move it. */
  byte[] buffer() {
    return bytes;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public void writeByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  public void writeFixedInt(int value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Puts all that was written at {@code at} and says where it ends. */
  int copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, size);
    return at + size;
  }

  /** Zig-zag and seven bits a byte: small numbers of either sign take one byte. */
  public void writeLong(long value) {
    room(10);
    long v = (value << 1) ^ (value >> 63);
    while ((v & ~0x7FL) != 0) {
      bytes[size++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    bytes[size++] = (byte) v;
  }

  public void writeFixedLong(long value) {
    room(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** Seven bits a byte, for what is never negative: below 128 it is the byte itself. */
  void writeUnsigned(long value) {
    room(10);
    long v = value;
    while ((v & ~0x7FL) != 0) {
      bytes[size++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    bytes[size++] = (byte) v;
  }

  /** Those bytes and nothing that says how many. */
  void writeRaw(byte[] value, int from, int count) {
    room(count);
    System.arraycopy(value, from, bytes, size, count);
    size += count;
  }

  public void writeBytes(byte[] value) {
    writeLong(value.length);
    writeRaw(value, 0, value.length);
  }

  public void writeString(String value) {
    writeBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public void writeNullable(@Nullable String value) {
    writeByte(value == null ? 0 : 1);
    if (value != null) {
      writeString(value);
    }
  }

  public void writeNullable(@Nullable Long value) {
    writeByte(value == null ? 0 : 1);
    if (value != null) {
      writeLong(value);
    }
  }

  public void writeNullable(@Nullable Boolean value) {
    writeByte(value == null ? 2 : value ? 1 : 0);
  }

  private void room(int wanted) {
    if (bytes.length - size < wanted) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + wanted));
    }
  }
}
