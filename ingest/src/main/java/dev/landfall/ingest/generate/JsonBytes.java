package dev.landfall.ingest.generate;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * A growing run of bytes with the few spellings that log records need.
 *
 * <p>Text given to {@link #text(String)} is ASCII and already escaped: the scenario owns every word
 * it writes. Trees and writers are not used because a million calls are to be written in half a
 * minute.
 */
final class JsonBytes {
  private static final byte[] HEX = ascii("0123456789abcdef");

  private byte[] bytes;
  private int length;
  private long day = Long.MIN_VALUE;
  private byte[] dayText = new byte[0];

  JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void truncate(int newLength) {
    length = newLength;
  }

  JsonBytes raw(byte[] source) {
    return raw(source, 0, source.length);
  }

  JsonBytes raw(byte[] source, int from, int count) {
    room(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
    return this;
  }

  JsonBytes text(String ascii) {
    int count = ascii.length();
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += count;
    return this;
  }

  JsonBytes number(long value) {
    room(20);
    long left = value;
    int digits = 1;
    for (long power = 10; left >= power && digits < 18; power *= 10) {
      digits++;
    }
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    length += digits;
    return this;
  }

  JsonBytes hex(long value, int digits) {
    room(digits);
    for (int i = 0; i < digits; i++) {
      bytes[length + i] = HEX[(int) (value >>> ((digits - 1 - i) * 4)) & 15];
    }
    length += digits;
    return this;
  }

  /** An id in the form of a random UUID, the same for the same seed and salt. */
  JsonBytes uuid(long seed, int salt) {
    long high = Dice.mix(seed + 0x632be59bd9b4e019L * salt);
    long low = Dice.mix(high ^ seed);
    hex(high >>> 32, 8).text("-");
    hex(high >>> 16, 4).text("-4");
    hex(high, 3).text("-");
    hex(8 | (low >>> 62), 1);
    hex(low >>> 48, 3).text("-");
    return hex(low, 12);
  }

  /** {@code 2026-11-02T00:00:00Z}. */
  JsonBytes instant(long epochSecond) {
    long today = Math.floorDiv(epochSecond, 86_400L);
    if (today != day) {
      day = today;
      dayText = ascii(LocalDate.ofEpochDay(today) + "T");
    }
    int second = (int) Math.floorMod(epochSecond, 86_400L);
    raw(dayText);
    two(second / 3600).text(":");
    two(second / 60 % 60).text(":");
    return two(second % 60).text("Z");
  }

  private JsonBytes two(int value) {
    room(2);
    bytes[length++] = (byte) ('0' + value / 10);
    bytes[length++] = (byte) ('0' + value % 10);
    return this;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
