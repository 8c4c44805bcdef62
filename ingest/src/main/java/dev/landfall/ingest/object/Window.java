package dev.landfall.ingest.object;

import dev.landfall.ingest.scan.JsonScanner;
import java.io.IOException;
import java.util.Arrays;

/**
 * The part of the decompressed bytes that is held, sliding forward.
 *
 * <p>Shape: {@code bytes[0, limit)}, followed by the scanner's zero bytes; {@code base} is the
 * offset of {@code bytes[0]} in the object. Grows only while one record fills it, by doubling so
 * that reading a record again and again costs no more than reading it twice, and never much beyond
 * the longest record allowed. Threads: one.
 */
final class Window {
  private static final int BEYOND_RECORD = 1 << 16;

  private final InflatedBytes source;
  private final int longest;
  private byte[] bytes;
  private int limit;
  private long base;
  private boolean ended;

  Window(InflatedBytes source, int firstSize, int maxRecordBytes) {
    this.source = source;
    this.longest = maxRecordBytes + BEYOND_RECORD;
    this.bytes = new byte[Math.max(1, firstSize) + JsonScanner.SLACK];
  }

  byte[] bytes() {
    return bytes;
  }

  int limit() {
    return limit;
  }

  long base() {
    return base;
  }

  int size() {
    return bytes.length;
  }

  /**
   * Drops what is before {@code keepFrom}, which becomes position 0, and reads on.
   *
   * @return false when there is nothing more to read; the kept bytes are moved all the same
   */
  boolean fill(int keepFrom) throws IOException {
    int kept = limit - keepFrom;
    if (keepFrom > 0) {
      System.arraycopy(bytes, keepFrom, bytes, 0, kept);
      base += keepFrom;
      limit = kept;
    }
    int room = bytes.length - JsonScanner.SLACK - kept;
    if (!ended && room < Math.max(1, kept)) {
      int size = Math.max(kept + 1, (int) Math.min(longest, 2L * kept)) + JsonScanner.SLACK;
      if (size > bytes.length) {
        bytes = Arrays.copyOf(bytes, size);
      }
      room = bytes.length - JsonScanner.SLACK - kept;
    }
    while (room > 0 && !ended) {
      int n = source.read(bytes, limit, room);
      if (n < 0) {
        ended = true;
      } else {
        limit += n;
        room -= n;
      }
    }
    Arrays.fill(bytes, limit, limit + JsonScanner.SLACK, (byte) 0);
    return limit > kept;
  }
}
