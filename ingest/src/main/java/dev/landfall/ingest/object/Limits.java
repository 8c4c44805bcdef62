package dev.landfall.ingest.object;

/**
 * How much of an object we are willing to hold or unpack.
 *
 * <p>Units: bytes, and levels of nesting counted from the record's own brace. A record over its
 * limit is skipped without being held; an object over its limit is read up to it and then left.
 *
 * @param maxRecordBytes longest record that is held whole
 * @param maxDepth deepest nesting of a record
 * @param maxInflationRatio unpacked bytes per stored byte; the first mebibyte is exempt, for logs
 *     of many equal lines pack well
 * @param maxInflatedBytes unpacked bytes of one object
 */
public record Limits(
    int maxRecordBytes, int maxDepth, int maxInflationRatio, long maxInflatedBytes) {
  /** Record 16 MiB, depth 200, ratio 200, object 8 GiB. */
  public static final Limits DEFAULT = new Limits(16 << 20, 200, 200, 8L << 30);

  public Limits {
    if (maxRecordBytes < 1 || maxRecordBytes > 1 << 30 || maxDepth < 1) {
      throw new IllegalArgumentException(
          "limits want 1 to 2^30 bytes a record and a depth of 1 or more, got %d and %d"
              .formatted(maxRecordBytes, maxDepth));
    }
    if (maxInflationRatio < 1 || maxInflatedBytes < 1) {
      throw new IllegalArgumentException(
          "limits want an inflation ratio and a size of 1 or more, got %d and %d"
              .formatted(maxInflationRatio, maxInflatedBytes));
    }
  }
}
