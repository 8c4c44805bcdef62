package dev.landfall.ingest.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one JSON object that are looked at, and where their values go.
 *
 * <p>Shape: an immutable tree built from paths such as {@code input.inputTokenCount}; {@code
 * name[]} means "each object in this array". Everything without a path is skipped unread. Keys are
 * found in a table without collisions, by their bytes.
 */
public final class Shape {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final class Entry {
    final byte[] name;
    int slot = -1;
    boolean container;
    @Nullable Builder childPaths;
    @Nullable Builder elementPaths;
    @Nullable Shape child;
    @Nullable Shape element;

    Entry(String name) {
      this.name = name.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Entry[] entries;
  private final short[] table;
  private final int shift;
  private final long seed;

  private Shape(List<Entry> list) {
    this.entries = list.toArray(new Entry[0]);
    int bits = Math.max(2, 34 - Integer.numberOfLeadingZeros(Math.max(1, entries.length)));
    short[] found = null;
    long trial = 0x9E3779B97F4A7C15L;
    while (found == null) {
      for (int i = 0; i < 256 && found == null; i++) {
        trial = trial * 0xD1342543DE82EF95L + 0x2545F4914F6CDD1DL | 1;
        found = place(trial, bits);
      }
      bits += found == null ? 1 : 0;
    }
    this.table = found;
    this.shift = 64 - bits;
    this.seed = trial;
  }

  /** Shape of an object whose named keys, taken literally, fill slots 0, 1, 2 … */
  public static Shape ofKeys(List<String> keys) {
    Builder builder = new Builder();
    for (int i = 0; i < keys.size(); i++) {
      builder.entry(keys.get(i)).slot = i;
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  int find(byte[] text, int start, int end, boolean escaped) {
    if (escaped) {
      byte[] plain = new byte[end - start + JsonScanner.SLACK];
      int length = Unescape.into(text, start, end, plain);
      return find(plain, 0, length, false);
    }
    int length = end - start;
    int entry = table[(int) (hash(text, start, length, seed) >>> shift)];
    if (entry < 0) {
      return -1;
    }
    byte[] name = entries[entry].name;
    return name.length == length && Arrays.equals(name, 0, length, text, start, end) ? entry : -1;
  }

  int slot(int entry) {
    return entries[entry].slot;
  }

  boolean isContainer(int entry) {
    return entries[entry].container;
  }

  @Nullable Shape child(int entry) {
    return entries[entry].child;
  }

  @Nullable Shape element(int entry) {
    return entries[entry].element;
  }

  private short @Nullable [] place(long trial, int bits) {
    short[] slots = new short[1 << bits];
    Arrays.fill(slots, (short) -1);
    for (short i = 0; i < entries.length; i++) {
      byte[] padded = Arrays.copyOf(entries[i].name, entries[i].name.length + JsonScanner.SLACK);
      int at = (int) (hash(padded, 0, entries[i].name.length, trial) >>> (64 - bits));
      if (slots[at] >= 0) {
        return null;
      }
      slots[at] = i;
    }
    return slots;
  }

  /** First and last eight bytes and the length; the text always has eight readable bytes. */
  private static long hash(byte[] text, int start, int length, long seed) {
    long head;
    long tail = 0;
    if (length < 8) {
      head = start + 8 <= text.length ? (long) WORDS.get(text, start) : slowly(text, start, length);
      head &= (1L << (length << 3)) - 1;
    } else {
      head = (long) WORDS.get(text, start);
      tail = (long) WORDS.get(text, start + length - 8);
    }
    long h = (head ^ Long.rotateLeft(tail, 29)) * seed + length;
    return (h ^ (h >>> 32)) * seed;
  }

  private static long slowly(byte[] text, int start, int length) {
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (text[start + i] & 0xffL) << (i << 3);
    }
    return word;
  }

  /** Collects paths; a slot may have several paths, of which the last one met fills it. */
  public static final class Builder {
    private final List<Entry> list = new ArrayList<>();

    private Builder() {}

    public Builder add(String path, int slot) {
      int dot = path.indexOf('.');
      String head = dot < 0 ? path : path.substring(0, dot);
      boolean array = head.endsWith("[]");
      Entry entry = entry(array ? head.substring(0, head.length() - 2) : head);
      if (dot < 0) {
        entry.slot = slot;
      } else if (array) {
        entry.elementPaths = entry.elementPaths == null ? new Builder() : entry.elementPaths;
        entry.elementPaths.add(path.substring(dot + 1), slot);
      } else {
        entry.childPaths = entry.childPaths == null ? new Builder() : entry.childPaths;
        entry.childPaths.add(path.substring(dot + 1), slot);
      }
      return this;
    }

    /** Marks a top-level key whose array may hold far more than one record. */
    public Builder container(String key) {
      entry(key).container = true;
      return this;
    }

    public Shape build() {
      for (Entry entry : list) {
        entry.child = entry.childPaths == null ? null : entry.childPaths.build();
        entry.element = entry.elementPaths == null ? null : entry.elementPaths.build();
      }
      return new Shape(list);
    }

    private Entry entry(String name) {
      for (Entry entry : list) {
        if (new String(entry.name, StandardCharsets.UTF_8).equals(name)) {
          return entry;
        }
      }
      Entry added = new Entry(name);
      list.add(added);
      return added;
    }
  }
}
