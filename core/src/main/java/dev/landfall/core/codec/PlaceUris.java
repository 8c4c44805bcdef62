package dev.landfall.core.codec;

import dev.landfall.core.model.Place;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes and the hash of the URIs met last: one object holds thousands of records. Threads: one
 * owner.
 */
final class PlaceUris {
  private final @Nullable Uri[] met;
  private @Nullable Uri last;

  /** {@code remembered}: a power of two. */
  PlaceUris(int remembered) {
    met = new @Nullable Uri[remembered];
  }

  @SuppressWarnings("ReferenceEquality") // the same object is the usual case
  Uri of(String text) {
    Uri again = last;
    if (again != null && again.text == text) {
      return again;
    }
    Uri uri = find(text);
    last = uri;
    return uri;
  }

  @SuppressWarnings("ReferenceEquality")
  private Uri find(String text) {
    int h = text.hashCode();
    int slot = (h ^ h >>> 16) & (met.length - 1);
    Uri held = met[slot];
    if (held != null && (held.text == text || held.text.equals(text))) {
      return held;
    }
    Uri uri = new Uri(text);
    met[slot] = uri;
    return uri;
  }

  static final class Uri {
    private final String text;
    private final byte[] bytes;
    private long hash;
    private boolean hashed;

    private Uri(String text) {
      this.text = text;
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /** UTF-8; not to be changed. */
    byte[] bytes() {
      return bytes;
    }

    /** {@link Place#hash}. */
    long hash() {
      if (!hashed) {
        hash = Place.hash(text);
        hashed = true;
      }
      return hash;
    }
  }
}
