package dev.landfall.ingest.config;

/**
 * What one object or record may cost us before it becomes a reject.
 *
 * <p>Units: bytes after decompression; the ratio is decompressed ÷ stored bytes.
 */
public record LimitsConfig(
    long maxRecordBytes, int maxDepth, int maxInflationRatio, long maxObjectBytes) {
  public static LimitsConfig standard() {
    return new LimitsConfig(16L << 20, 200, 200, 4L << 30);
  }
}
