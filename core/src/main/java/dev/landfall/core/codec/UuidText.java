package dev.landfall.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A UUID in the one form in which AWS writes it, 36 lower-case characters, as 128 bits.
 *
 * <p>Shape: {@link #read} takes a text apart; where it says yes, {@link #text} gives the very same
 * text back. Threads: one owner.
 */
final class UuidText {
  static final int LENGTH = 36;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (byte i = 0; i < DIGITS.length; i++) {
      VALUES[DIGITS[i]] = i;
    }
  }

  private final byte[] text = new byte[LENGTH];
  private long high;
  private long low;

  /** Whether the 36 characters from {@code from} on are a UUID in that form. */
  boolean read(String s, int from) {
    if (from < 0 || s.length() - from != LENGTH) {
      return false;
    }
    long bits = 0;
    for (int i = 0; i < LENGTH; i++) {
      char c = s.charAt(from + i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return false;
        }
        high = i == 18 ? bits : high;
      } else {
        int value = c < 128 ? VALUES[c] : -1;
        if (value < 0) {
          return false;
        }
        bits = bits << 4 | value;
      }
    }
    low = bits;
    return true;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  String text(long highBits, long lowBits) {
    int at = digits(0, highBits >>> 32, 8);
    at = digits(dash(at), highBits >>> 16, 4);
    at = digits(dash(at), highBits, 4);
    at = digits(dash(at), lowBits >>> 48, 4);
    digits(dash(at), lowBits, 12);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private int dash(int at) {
    text[at] = '-';
    return at + 1;
  }

  private int digits(int at, long bits, int count) {
    for (int i = 0; i < count; i++) {
      text[at + i] = DIGITS[(int) (bits >>> 4 * (count - 1 - i)) & 15];
    }
    return at + count;
  }
}
