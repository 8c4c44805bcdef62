package dev.landfall.ingest.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the wanted values of one record stand in the scanned bytes.
 *
 * <p>Shape: one slot per wanted value, holding kind and position; no value is made until it is
 * asked for, so a record that is set aside costs no object. Valid until the bytes move. Missing:
 * {@link #ABSENT} and {@link #NULL} both mean "the record does not say".
 */
public final class Fields {
  public static final byte ABSENT = 0;
  public static final byte STRING = 1;
  public static final byte ESCAPED = 2;
  public static final byte NUMBER = 3;
  public static final byte TRUE = 4;
  public static final byte FALSE = 5;
  public static final byte NULL = 6;
  public static final byte OBJECT = 7;
  public static final byte ARRAY = 8;

  private static final int LONGEST_EXACT = 18;

  private final byte[] kinds;
  private final int[] starts;
  private final int[] ends;
  private final StringCache strings;
  private byte[] bytes = new byte[0];
  private int limit;
  private byte[] scratch = new byte[256];
  private int timedSlot = -1;
  private long time;

  public Fields(int slots, StringCache strings) {
    this.kinds = new byte[slots];
    this.starts = new int[slots];
    this.ends = new int[slots];
    this.strings = strings;
  }

  void reset(byte[] text, int end) {
    bytes = text;
    limit = end;
    timedSlot = -1;
    Arrays.fill(kinds, ABSENT);
  }

  void set(int slot, byte kind, int start, int end) {
    if (slot >= 0) {
      kinds[slot] = kind;
      starts[slot] = start;
      ends[slot] = end;
    }
  }

  public byte kind(int slot) {
    return kinds[slot];
  }

  /** Neither absent nor null. */
  public boolean has(int slot) {
    return kinds[slot] != ABSENT && kinds[slot] != NULL;
  }

  public boolean isString(int slot) {
    return kinds[slot] == STRING || kinds[slot] == ESCAPED;
  }

  public int start(int slot) {
    return starts[slot];
  }

  public int end(int slot) {
    return ends[slot];
  }

  public byte[] bytes() {
    return bytes;
  }

  public int limit() {
    return limit;
  }

  /** The text of a value that repeats from record to record; null where it is no string. */
  public @Nullable String shared(int slot) {
    if (kinds[slot] == STRING) {
      return strings.get(bytes, starts[slot], ends[slot]);
    }
    return kinds[slot] == ESCAPED ? strings.get(scratch, 0, unescape(slot)) : null;
  }

  /** Whether the value is exactly this text. */
  public boolean is(int slot, String ascii) {
    if (kinds[slot] == ESCAPED) {
      return ascii.equals(text(slot));
    }
    int length = ends[slot] - starts[slot];
    boolean same = kinds[slot] == STRING && length == ascii.length();
    for (int i = 0; i < length && same; i++) {
      same = bytes[starts[slot] + i] == ascii.charAt(i);
    }
    return same;
  }

  /** The text of a value that does not repeat; null where it is no string. */
  public @Nullable String text(int slot) {
    if (kinds[slot] == STRING) {
      return new String(bytes, starts[slot], ends[slot] - starts[slot], StandardCharsets.UTF_8);
    }
    return kinds[slot] == ESCAPED
        ? new String(scratch, 0, unescape(slot), StandardCharsets.UTF_8)
        : null;
  }

  /** A time in epoch milliseconds; {@link Times#NONE} where there is none to read. */
  public long time(int slot) {
    if (slot != timedSlot) {
      timedSlot = slot;
      time = kinds[slot] == STRING ? Times.parse(bytes, starts[slot], ends[slot]) : Times.NONE;
    }
    return time;
  }

  /** A number without a fraction, not negative; null for anything else. */
  public @Nullable Long count(int slot) {
    if (kinds[slot] != NUMBER) {
      return null;
    }
    long value = 0;
    int p = starts[slot];
    if (ends[slot] - p <= LONGEST_EXACT) {
      while (p < ends[slot] && bytes[p] >= '0' && bytes[p] <= '9') {
        value = value * 10 + (bytes[p++] - '0');
      }
      if (p == ends[slot]) {
        return value;
      }
    }
    double wide = wide(slot);
    return wide >= 0 && wide < 1e18 && wide == Math.rint(wide) ? (long) wide : null;
  }

  /** A number of any form, rounded; null where it is none or negative. */
  public @Nullable Long rounded(int slot) {
    Long exact = count(slot);
    if (exact != null || kinds[slot] != NUMBER) {
      return exact;
    }
    double wide = wide(slot);
    return wide >= 0 && wide < 1e18 ? Math.round(wide) : null;
  }

  private double wide(int slot) {
    int start = starts[slot];
    return Double.parseDouble(
        new String(bytes, start, ends[slot] - start, StandardCharsets.ISO_8859_1));
  }

  public @Nullable Boolean flag(int slot) {
    return kinds[slot] == TRUE ? Boolean.TRUE : kinds[slot] == FALSE ? Boolean.FALSE : null;
  }

  private int unescape(int slot) {
    int length = ends[slot] - starts[slot];
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    return Unescape.into(bytes, starts[slot], ends[slot], scratch);
  }
}
