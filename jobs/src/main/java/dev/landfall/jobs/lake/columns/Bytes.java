package dev.landfall.jobs.lake.columns;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing buffer; numbers are little-endian, as Parquet wants them. */
final class Bytes {
  private byte[] array;
  private ByteBuffer view;
  private int size;

  Bytes(int capacity) {
    array = new byte[capacity];
    view = viewOf(array);
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  int capacity() {
    return array.length;
  }

  void clear() {
    size = 0;
  }

  void putByte(int value) {
    room(1);
    array[size++] = (byte) value;
  }

  void putInt(int value) {
    room(Integer.BYTES);
    view.putInt(size, value);
    size += Integer.BYTES;
  }

  void putLongs(long[] values, int count) {
    room(count * Long.BYTES);
    for (int i = 0; i < count; i++) {
      view.putLong(size + i * Long.BYTES, values[i]);
    }
    size += count * Long.BYTES;
  }

  void put(byte[] bytes, int from, int length) {
    room(length);
    System.arraycopy(bytes, from, array, size, length);
    size += length;
  }

  /** Seven bits a byte, the lowest first. */
  void putVarint(int value) {
    room(5);
    int v = value;
    while ((v & ~0x7f) != 0) {
      array[size++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    array[size++] = (byte) v;
  }

  /** Overwrites what was put at {@code position}. */
  void setInt(int position, int value) {
    view.putInt(position, value);
  }

  /** Makes sure that so many bytes can be written behind {@link #size()}, for {@link #grown}. */
  byte[] room(int wanted) {
    if (array.length - size < wanted) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, wanted)));
      view = viewOf(array);
    }
    return array;
  }

  /** So many bytes were written behind the end. */
  void grown(int by) {
    size += by;
  }

  private static ByteBuffer viewOf(byte[] array) {
    return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
  }
}
