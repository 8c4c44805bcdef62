package dev.landfall.core.model;

import java.util.Comparator;

/**
 * Where the bytes of one record are.
 *
 * <p>Units: {@code offset} and {@code length} are bytes in the <em>decompressed</em> object; for a
 * stream {@code uri} ends in shard and sequence number and {@code offset} is the position inside
 * the payload. Order: strongest first, then by text, so that any set of places has one best four.
 */
public record Place(PlaceKind kind, String uri, long offset, long length)
    implements Comparable<Place> {
  private static final Comparator<Place> STRONGEST_FIRST =
      Comparator.comparing(Place::kind, Comparator.reverseOrder())
          .thenComparing(Place::uri)
          .thenComparingLong(Place::offset)
          .thenComparingLong(Place::length);

  /** A stable 64-bit identity of the place, so that a copy met twice is one copy. */
  public long fingerprint() {
    return fingerprint(hash(uri));
  }

  /** The same where {@link #hash} of the URI is known: one object holds thousands of records. */
  public long fingerprint(long uriHash) {
    return mix(mix(uriHash ^ kind.ordinal()) ^ offset);
  }

  public static long hash(String uri) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < uri.length(); i++) {
      h = (h ^ uri.charAt(i)) * 0x100000001b3L;
    }
    return h;
  }

  /** The finalizer of MurmurHash3 (public domain): spreads every input bit over all output bits. */
  private static long mix(long h) {
    long x = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return x ^ (x >>> 33);
  }

  @Override
  public int compareTo(Place other) {
    return STRONGEST_FIRST.compare(this, other);
  }
}
