package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files rows under their table and day, and hands over the finished files.
 *
 * <p>Shape: one open file per table and day. The number of open files and the bytes they hold in
 * memory are bounded ({@link WriterOptions}); a bound reached closes a file early, never loses a
 * row. Files finished since the last {@link #seal} wait for it. {@link #close} discards what was
 * not sealed. Threads: one owner.
 */
public final class LakeWriter implements Closeable {
  private static final int ROWS_BETWEEN_MEASURES = 512;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final LakeFiles files;
  private final WriterOptions options;
  private final boolean sealedDays;
  private final ZstdCodecs codecs = new ZstdCodecs();
  private final RowCursor cursor = new RowCursor();
  private final int[] dayColumns = new int[LakeTable.values().length];
  private final Map<TableDay, RowFile> open = new LinkedHashMap<>(32, 0.75f, true);
  private final List<DataFileAdded> finished = new ArrayList<>();
  private int rowsSinceMeasure;
  private long maxCalledAtMicros = Long.MIN_VALUE;

  private record TableDay(LakeTable table, long epochDay) {}

  public LakeWriter(LakeFiles files, WriterOptions options) {
    this(files, options, false);
  }

  /** {@code sealedDays}: mark the files as holding one row per key; for compaction. */
  LakeWriter(LakeFiles files, WriterOptions options, boolean sealedDays) {
    this.files = files;
    this.options = options;
    this.sealedDays = sealedDays;
    for (LakeTable table : LakeTable.values()) {
      dayColumns[table.ordinal()] = table.indexOf(table.dayColumn());
    }
  }

  public void append(LakeRow row) throws IOException {
    append(row.encode());
  }

  /** Appends a row in its coded form, which is how rows travel and the cheaper way. */
  public void append(byte[] row) throws IOException {
    LakeTable table = LakeTable.values()[row[0] & 0xff];
    long micros = cursor.numberOf(row, dayColumns[row[0] & 0xff]);
    TableDay at = new TableDay(table, Math.floorDiv(micros, MICROS_PER_DAY));
    RowFile file = open.get(at);
    if (file == null) {
      file = openFile(at);
    }
    file.append(row);
    if (table == LakeTable.CALLS) {
      maxCalledAtMicros = Math.max(maxCalledAtMicros, micros);
    }
    if (++rowsSinceMeasure >= ROWS_BETWEEN_MEASURES) {
      rowsSinceMeasure = 0;
      closeFullFiles();
    }
  }

  /** Completes every open file and returns all files finished since the last call. */
  public SealedFiles seal() throws IOException {
    for (Iterator<RowFile> each = open.values().iterator(); each.hasNext(); ) {
      RowFile file = each.next();
      each.remove();
      finished.add(file.finish(sealedDays));
    }
    SealedFiles sealed =
        new SealedFiles(
            finished,
            maxCalledAtMicros == Long.MIN_VALUE ? null : Math.floorDiv(maxCalledAtMicros, 1000L));
    finished.clear();
    maxCalledAtMicros = Long.MIN_VALUE;
    return sealed;
  }

  int openFiles() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (RowFile file : open.values()) {
      try {
        file.abandon();
      } catch (IOException e) {
        failure = e;
      }
    }
    open.clear();
    codecs.close();
    if (failure != null) {
      throw failure;
    }
  }

  private RowFile openFile(TableDay at) throws IOException {
    if (open.size() >= options.openFiles()) {
      finish(open.keySet().iterator().next());
    }
    RowFile file =
        new RowFile(files, at.table(), LocalDate.ofEpochDay(at.epochDay()), codecs, options);
    open.put(at, file);
    return file;
  }

  private void closeFullFiles() throws IOException {
    long held = 0;
    long most = -1;
    TableDay fullest = null;
    List<TableDay> full = new ArrayList<>();
    for (Map.Entry<TableDay, RowFile> entry : open.entrySet()) {
      long buffered = entry.getValue().buffered();
      held += buffered;
      if (entry.getValue().bytes() >= options.fileBytes()) {
        full.add(entry.getKey());
      } else if (buffered > most) {
        most = buffered;
        fullest = entry.getKey();
      }
    }
    if (held > options.bufferedBytes() && full.isEmpty() && fullest != null) {
      full.add(fullest);
    }
    for (TableDay at : full) {
      finish(at);
    }
  }

  private void finish(@Nullable TableDay at) throws IOException {
    RowFile file = at == null ? null : open.remove(at);
    if (file != null) {
      finished.add(file.finish(sealedDays));
    }
  }
}
