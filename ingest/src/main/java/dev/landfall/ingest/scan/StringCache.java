package dev.landfall.ingest.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings for values that repeat from record to record, made once.
 *
 * <p>Shape: direct-mapped and of fixed size; a newcomer takes the place of the old, so memory is
 * bounded whatever comes. Threads: one.
 */
public final class StringCache {
  private static final int SIZE = 512;
  private static final int LONGEST = 512;

  private final byte[] @Nullable [] bytes = new byte[SIZE][];
  private final @Nullable String[] texts = new @Nullable String[SIZE];

  public String get(byte[] text, int start, int end) {
    int length = end - start;
    if (length > LONGEST) {
      return new String(text, start, length, StandardCharsets.UTF_8);
    }
    int h = length;
    // every third byte tells model ids, ARNs and Regions apart well enough
    for (int i = end - 1; i >= start; i -= 3) {
      h = h * 31 + text[i];
    }
    int at = (h ^ h >>> 9 ^ h >>> 18) & SIZE - 1;
    byte[] known = bytes[at];
    String cached = texts[at];
    if (known != null
        && cached != null
        && Arrays.equals(known, 0, known.length, text, start, end)) {
      return cached;
    }
    String made = new String(text, start, length, StandardCharsets.UTF_8);
    bytes[at] = Arrays.copyOfRange(text, start, end);
    texts[at] = made;
    return made;
  }
}
