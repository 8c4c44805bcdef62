package dev.landfall.core.codec;

import java.nio.charset.StandardCharsets;

/**
 * How the second form says where and when one kind of witness was met; part of the stored form.
 *
 * <p>Shape: one byte: two bits for the copies, two for those of corrections, one that the last
 * arrived later than the first, three for how many places.
 */
final class MetBits {
  static final int NO_COPIES = 0;

  /** The fingerprints of the places, in ascending order. */
  static final int AS_PLACES = 1;

  static final int LISTED = 2;

  static final int COPIES = 3;
  static final int ADDENDUM_COPIES = 2; // bits to shift by
  static final int AGAIN = 1 << 4;
  static final int PLACES = 5; // bits to shift by

  /** So many places or more: their number follows. */
  static final int MANY = 7;

  /** Bits of a place's kind and end; above them how many bytes its URI shares with the last. */
  static final int COMMON = 4;

  static final int KIND = 7;

  /** The URI goes on with {@link #USUAL_END}, which is left out. */
  static final int ENDS = 1 << 3;

  static final byte[] USUAL_END = ".json.gz".getBytes(StandardCharsets.US_ASCII);
  static final byte[] NO_URI = {};

  /** Bytes of a place: kind, rest of the URI, offset, length. */
  static final int LEAST_PLACE = 4;

  private MetBits() {}
}
