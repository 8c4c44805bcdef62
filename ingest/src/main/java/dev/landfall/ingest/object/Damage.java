package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Sets damaged places aside: one reject each, with the hash of its bytes and never the bytes.
 *
 * <p>Memory: what is set aside is hashed and let go as it passes. Threads: one.
 */
final class Damage {
  static final String TOO_LARGE = "record-too-large";

  private final ObjectRef ref;
  private final InflatedBytes source;
  private final Window window;
  private final Tally tally;
  private boolean ranOut;
  private final MessageDigest digest = InflatedBytes.sha256();

  Damage(ObjectRef ref, InflatedBytes source, Window window, Tally tally) {
    this.ref = ref;
    this.source = source;
    this.window = window;
    this.tally = tally;
  }

  /** Rejects {@code [start, end)} of the window. */
  void reject(String reason, String detail, int start, int end) {
    digest.update(window.bytes(), start, end - start);
    emit(reason, detail, window.base() + start, end - start);
  }

  /**
   * Rejects from {@code start} to the boundary, or to the end of the object. Where the object's
   * bytes end because they cannot be unpacked further, that is the reason given: one place, one
   * reject.
   *
   * @return position of the boundary in the window, or its limit
   */
  int skip(int start, Boundary boundary, String reason, String detail) throws IOException {
    long offset = window.base() + start;
    int from = start;
    for (; ; ) {
      int found = boundary.find(window.bytes(), from, window.limit());
      if (found >= 0) {
        digest.update(window.bytes(), from, found - from);
        emit(reason, detail, offset, window.base() + found - offset);
        return found;
      }
      int keep = Math.max(from, window.limit() - boundary.tail());
      digest.update(window.bytes(), from, keep - from);
      boolean more = window.fill(keep);
      from = 0;
      if (!more) {
        digest.update(window.bytes(), 0, window.limit());
        long length = window.base() + window.limit() - offset;
        ranOut = true;
        emit(source.failure() == null ? reason : source.failure(), detail, offset, length);
        return window.limit();
      }
    }
  }

  /** Whether the last place set aside reaches to the end of the object. */
  boolean ranOut() {
    return ranOut;
  }

  private void emit(String reason, String detail, long offset, long length) {
    tally.reject(
        new LakeRow(LakeTable.REJECTS)
            .set("uri", ref.uri())
            .set("offset_bytes", offset)
            .set("reason", reason)
            .set("length_bytes", length)
            .set("sha256", HexFormat.of().formatHex(digest.digest()))
            .set("detail", detail)
            .setMillis("arrived_at", ref.modifiedAt()));
  }
}
