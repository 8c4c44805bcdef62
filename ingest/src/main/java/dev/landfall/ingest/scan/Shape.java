package dev.landfall.ingest.scan;

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
  private static final class Entry {
    final byte[] name;
    int slot = -1;
    boolean container;
    @Nullable Builder childPaths;
    @Nullable Builder elementPaths;

    Entry(String name) {
      this.name = name.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Deeper than any shape goes: levels of objects and arrays that have one. */
  static final int LEVELS = 16;

  private final byte[][] names;
  private final int[] slots;
  private final boolean[] containers;
  private final @Nullable Shape[] children;
  private final @Nullable Shape[] elements;
  private final short[] table;
  private final int shift;
  private final long seed;

  private Shape(List<Entry> list) {
    int size = list.size();
    names = new byte[size][];
    slots = new int[size];
    containers = new boolean[size];
    children = new @Nullable Shape[size];
    elements = new @Nullable Shape[size];
    for (int i = 0; i < size; i++) {
      Entry entry = list.get(i);
      names[i] = entry.name;
      slots[i] = entry.slot;
      containers[i] = entry.container;
      children[i] = entry.childPaths == null ? null : entry.childPaths.build();
      elements[i] = entry.elementPaths == null ? null : entry.elementPaths.build();
    }
    int bits = Math.max(2, 34 - Integer.numberOfLeadingZeros(Math.max(1, names.length)));
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

  /** The entry of the key in {@code text[start, end)}, which has no escapes; -1: no such key. */
  int find(byte[] text, int start, int end) {
    int length = end - start;
    int entry = table[(int) (hash(text, start, length, seed) >>> shift)];
    if (entry < 0) {
      return -1;
    }
    byte[] name = names[entry];
    return name.length == length && Words.same(name, 0, text, start, length) ? entry : -1;
  }

  int findEscaped(byte[] text, int start, int end) {
    byte[] plain = new byte[end - start];
    return find(plain, 0, Unescape.into(text, start, end, plain));
  }

  int slot(int entry) {
    return slots[entry];
  }

  boolean isContainer(int entry) {
    return containers[entry];
  }

  @Nullable Shape child(int entry) {
    return children[entry];
  }

  @Nullable Shape element(int entry) {
    return elements[entry];
  }

  private short @Nullable [] place(long trial, int bits) {
    short[] taken = new short[1 << bits];
    Arrays.fill(taken, (short) -1);
    for (short i = 0; i < names.length; i++) {
      byte[] name = names[i];
      int at = (int) (hash(name, 0, name.length, trial) >>> 64 - bits);
      if (taken[at] >= 0) {
        return null;
      }
      taken[at] = i;
    }
    return taken;
  }

  /** First and last eight bytes and the length. */
  private static long hash(byte[] text, int start, int length, long seed) {
    long ends =
        length < 8
            ? Words.few(text, start, length)
            : Words.at(text, start) ^ Long.rotateLeft(Words.at(text, start + length - 8), 29);
    long h = ends * seed + length;
    return (h ^ h >>> 32) * seed;
  }

  /** Collects paths; a slot may have several paths, of which the last one met fills it. */
  public static final class Builder {
    private final List<Entry> list = new ArrayList<>();

    private Builder() {}

    public Builder add(String path, int slot) {
      if (path.split("\\.").length * 2 > LEVELS) {
        throw new IllegalArgumentException("a shape wants fewer levels than " + path);
      }
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
