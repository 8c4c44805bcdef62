package dev.landfall.jobs.lake.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Texts that repeat: numbers into a dictionary of the row group.
 *
 * <p>If the first page shows that they do not repeat, this file goes on without a dictionary; if
 * the dictionary fills, the row group does.
 */
final class TextPages extends ColumnPages {
  private static final int MOST_ENTRIES = Character.MAX_VALUE - ROWS;
  private static final int MOST_BYTES = 512 * 1024;

  private final TextDictionary dictionary = new TextDictionary();
  private final Bytes plain = new Bytes(16);
  private final Bounds bounds = new Bounds();
  private char[] ids = new char[256];
  private boolean repeating = true;
  private boolean coded = true;
  private boolean inUse;

  TextPages(String name, Packer packer) {
    super(name, Type.BYTE_ARRAY, packer);
  }

  void add(int row, String text) {
    int at = next(row);
    if (coded) {
      put(at, dictionary.idOf(text));
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      put(bytes, 0, bytes.length);
    }
  }

  void add(int row, byte[] bytes, int from, int length) {
    int at = next(row);
    if (coded) {
      put(at, dictionary.idOf(bytes, from, length));
    } else {
      put(bytes, from, length);
    }
  }

  private void put(int at, int id) {
    if (at == ids.length) {
      ids = Arrays.copyOf(ids, at * 2);
    }
    ids[at] = (char) id;
  }

  private void put(byte[] bytes, int from, int length) {
    plain.putInt(length);
    plain.put(bytes, from, length);
    bounds.take(bytes, from, length);
  }

  @Override
  Encoding encode(Bytes body, int count, Packer packer) {
    if (!coded || count == 0) {
      body.put(plain.array(), 0, plain.size());
      plain.clear();
      return Encoding.PLAIN;
    }
    int width = Runs.width(dictionary.count());
    if (!inUse && dictionary.count() > count / 4 && !saves(count, width)) {
      for (int i = 0; i < count; i++) {
        dictionary.put(body, ids[i]);
      }
      dictionary.bounds(bounds);
      dictionary.clear();
      repeating = false;
      coded = false;
      return Encoding.PLAIN;
    }
    inUse = true;
    body.putByte(width);
    Runs.write(body, ids, count, width);
    coded = dictionary.count() <= MOST_ENTRIES && dictionary.size() <= MOST_BYTES;
    return Encoding.RLE_DICTIONARY;
  }

  private boolean saves(int count, int width) {
    long plainSize = 0;
    for (int i = 0; i < count; i++) {
      plainSize += dictionary.sizeOf(ids[i]);
    }
    return dictionary.size() + (long) count * width / 8 < plainSize;
  }

  @Override
  int dictionary(Bytes body) {
    dictionary.putAll(body);
    return dictionary.count();
  }

  @Override
  byte @Nullable [] least() {
    dictionary.bounds(bounds);
    return bounds.least();
  }

  @Override
  byte @Nullable [] greatest() {
    return bounds.greatest();
  }

  @Override
  void clear() {
    dictionary.clear();
    bounds.clear();
    coded = repeating;
    inUse = false;
  }

  @Override
  long waiting() {
    return 2L * ids.length + dictionary.size() + plain.size();
  }
}
