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
    if (s.charAt(from + 8) != '-'
        || s.charAt(from + 13) != '-'
        || s.charAt(from + 18) != '-'
        || s.charAt(from + 23) != '-') {
      return false;
    }
    int first = four(s, from);
    int second = four(s, from + 4);
    int third = four(s, from + 9);
    int fourth = four(s, from + 14);
    int fifth = four(s, from + 19);
    int sixth = four(s, from + 24);
    int seventh = four(s, from + 28);
    int eighth = four(s, from + 32);
    if ((first | second | third | fourth | fifth | sixth | seventh | eighth) < 0) {
      return false;
    }
    high = (long) first << 48 | (long) second << 32 | (long) third << 16 | fourth;
    low = (long) fifth << 48 | (long) sixth << 32 | (long) seventh << 16 | eighth;
    return true;
  }

  /** Four digits; negative: one of them is none. */
  private static int four(String s, int at) {
    char a = s.charAt(at);
    char b = s.charAt(at + 1);
    char c = s.charAt(at + 2);
    char d = s.charAt(at + 3);
    if ((a | b | c | d) >= VALUES.length) {
      return -1;
    }
    return VALUES[a] << 12 | VALUES[b] << 8 | VALUES[c] << 4 | VALUES[d];
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
