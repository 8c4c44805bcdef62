package dev.landfall.jobs.lake;

import dev.landfall.core.judge.CallRows;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.edge.JudgedCall;
import dev.landfall.jobs.lake.columns.Packer;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files rows under their table and day, and hands over the finished files.
 *
 * <p>Shape: one file at a time per table and day. The number of open files and the bytes held in
 * memory are bounded ({@link WriterOptions}); a bound reached closes a file early, never loses a
 * row. Files finished since the last {@link #seal} wait for it. {@link #close} discards what was
 * not sealed. Threads: one owner.
 */
public final class LakeWriter implements Closeable {
  private static final int ROWS_BETWEEN_MEASURES = 512;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final LakeTable[] TABLES = LakeTable.values();

  private final LakeFiles files;
  private final WriterOptions options;
  private final boolean sealedDays;
  private final boolean byMonth;
  private final Packer packer = new Packer();
  private final CallRows callRows = new CallRows();
  private final RowCursor cursor = new RowCursor();
  private final int[] dayColumns = new int[TABLES.length];
  private final Map<TableDay, DayRows> days = new LinkedHashMap<>(32, 0.75f, true);
  private final List<DataFileAdded> finished = new ArrayList<>();
  private int rowsSinceMeasure;
  private long maxCalledAtMicros = Long.MIN_VALUE;

  private record TableDay(LakeTable table, long epochDay) {}

  public LakeWriter(LakeFiles files, WriterOptions options) {
    this(files, options, false, false);
  }

  /**
   * For compaction.
   *
   * @param sealedDays mark the files as holding one row per key
   * @param byMonth file all rows of a month under its first day
   */
  LakeWriter(LakeFiles files, WriterOptions options, boolean sealedDays, boolean byMonth) {
    this.files = files;
    this.options = options;
    this.sealedDays = sealedDays;
    this.byMonth = byMonth;
    for (LakeTable table : TABLES) {
      dayColumns[table.ordinal()] = table.indexOf(table.dayColumn());
    }
  }

  public void append(LakeRow row) throws IOException {
    append(row.encode());
  }

  /** Appends a row in its coded form, which is how rows travel and the cheaper way. */
  public void append(byte[] row) throws IOException {
    LakeTable table = TABLES[row[0] & 0xff];
    long micros = cursor.numberOf(row, dayColumns[table.ordinal()]);
    append(table, micros, new WaitingRow.Coded(row, cursor));
  }

  public void append(JudgedCall call) throws IOException {
    byte[] row = call.rowAlone();
    if (row != null) {
      append(row);
    } else {
      long micros = CallRows.dayMicros(call.judgement());
      append(LakeTable.CALLS, micros, new WaitingRow.Judged(call, callRows));
    }
  }

  private void append(LakeTable table, long micros, WaitingRow row) throws IOException {
    TableDay at = new TableDay(table, filedUnder(Math.floorDiv(micros, MICROS_PER_DAY)));
    DayRows day = days.computeIfAbsent(at, this::start);
    if (day.add(row)) {
      makeRoomFor(day);
      day.write();
    }
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
    for (Iterator<DayRows> each = days.values().iterator(); each.hasNext(); ) {
      finished.add(each.next().finish(sealedDays));
      each.remove();
    }
    SealedFiles sealed =
        new SealedFiles(
            finished,
            maxCalledAtMicros == Long.MIN_VALUE ? null : Math.floorDiv(maxCalledAtMicros, 1000L));
    finished.clear();
    maxCalledAtMicros = Long.MIN_VALUE;
    return sealed;
  }

  long openFiles() {
    return days.values().stream().filter(DayRows::isOpen).count();
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (DayRows day : days.values()) {
      try {
        day.abandon();
      } catch (IOException e) {
        failure = e;
      }
    }
    days.clear();
    packer.close();
    if (failure != null) {
      throw failure;
    }
  }

  private long filedUnder(long epochDay) {
    return byMonth ? LocalDate.ofEpochDay(epochDay).withDayOfMonth(1).toEpochDay() : epochDay;
  }

  private DayRows start(TableDay at) {
    LocalDate day = LocalDate.ofEpochDay(at.epochDay());
    return new DayRows(() -> new RowFile(files, at.table(), day, packer, options));
  }

  /** Closes the open file that is longest unused, if one more would be too many. */
  private void makeRoomFor(DayRows day) throws IOException {
    if (day.isOpen() || openFiles() < options.openFiles()) {
      return;
    }
    for (Map.Entry<TableDay, DayRows> each : days.entrySet()) {
      if (each.getValue().isOpen()) {
        finish(each.getKey());
        return;
      }
    }
  }

  private void closeFullFiles() throws IOException {
    long held = 0;
    long most = -1;
    TableDay fullest = null;
    List<TableDay> full = new ArrayList<>();
    for (Map.Entry<TableDay, DayRows> entry : days.entrySet()) {
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

  private void finish(TableDay at) throws IOException {
    DayRows day = days.get(at);
    if (day != null) {
      finished.add(day.finish(sealedDays));
      days.remove(at); // only now: until it is finished, abandoning the writer closes its file
    }
  }
}
