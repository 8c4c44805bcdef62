package dev.landfall.ingest.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings for values that repeat from record to record, made once.
 *
 * <p>Shape: direct-mapped and of fixed size; a newcomer takes the place of the old, so memory is
 * bounded whatever comes. A string is given out for its own bytes only, never for their hash alone.
 * Threads: one.
 */
public final class StringCache {
  private static final int BITS = 10;
  private static final int LONGEST = 512;

  private final byte[] @Nullable [] bytes = new byte[1 << BITS][];
  private final @Nullable String[] texts = new @Nullable String[1 << BITS];

  public String get(byte[] text, int start, int end) {
    int length = end - start;
    if (length > LONGEST) {
      return new String(text, start, length, StandardCharsets.UTF_8);
    }
    int at = (int) (Words.hash(text, start, length) >>> 64 - BITS);
    byte[] known = bytes[at];
    String cached = texts[at];
    boolean hit =
        known != null
            && cached != null
            && known.length == length
            && Words.same(known, 0, text, start, length);
    return hit ? cached : make(text, start, end, at);
  }

  private String make(byte[] text, int start, int end, int at) {
    String made = new String(text, start, end - start, StandardCharsets.UTF_8);
    bytes[at] = Arrays.copyOfRange(text, start, end);
    texts[at] = made;
    return made;
  }
}
