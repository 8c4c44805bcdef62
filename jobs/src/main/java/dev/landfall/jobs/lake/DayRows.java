package dev.landfall.jobs.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table and day on their way into a file.
 *
 * <p>Rows wait in small batches. With many files open, turning from one file's fifty column writers
 * to another's for every row costs four times the writing, in cache misses; and a day that has few
 * rows between two seals needs no open file at all. Threads: one owner.
 */
final class DayRows {
  private static final int BATCH = 256;
  private static final int BATCH_BYTES = 256 * 1024;

  private final Opener opener;
  private final List<WaitingRow> waiting = new ArrayList<>();
  private long waitingBytes;
  private @Nullable RowFile file;

  interface Opener {
    RowFile open() throws IOException;
  }

  DayRows(Opener opener) {
    this.opener = opener;
  }

  /** True if a batch is full and wants {@link #write}. The row is kept: do not change it. */
  boolean add(WaitingRow row) {
    waiting.add(row);
    waitingBytes += row.bytes();
    return waiting.size() >= BATCH || waitingBytes >= BATCH_BYTES;
  }

  boolean isOpen() {
    return file != null;
  }

  /** Writes the rows that wait, opening the file if it is not. */
  RowFile write() throws IOException {
    RowFile to = file;
    if (to == null) {
      to = opener.open();
      file = to;
    }
    for (WaitingRow row : waiting) {
      to.append(row);
    }
    waiting.clear();
    waitingBytes = 0;
    return to;
  }

  /** Bytes in memory. */
  long buffered() {
    RowFile open = file;
    return waitingBytes + (open == null ? 0 : open.buffered());
  }

  /** Bytes of the file so far. */
  long bytes() {
    RowFile open = file;
    return open == null ? 0 : open.bytes();
  }

  DataFileAdded finish(boolean sealed) throws IOException {
    return write().finish(sealed);
  }

  void abandon() throws IOException {
    RowFile open = file;
    if (open != null) {
      open.abandon();
    }
  }
}
