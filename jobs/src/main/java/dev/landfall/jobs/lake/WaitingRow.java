package dev.landfall.jobs.lake;

import dev.landfall.core.judge.CallRows;
import dev.landfall.core.lake.Cells;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.edge.JudgedCall;

/** A row that has yet to be written. */
interface WaitingRow {
  LakeTable[] TABLES = LakeTable.values();

  LakeTable table();

  void write(Cells to);

  /** About how many bytes it holds while it waits. */
  int bytes();

  /** A row as it travels, {@code LakeRow.encode()}; all of one writer share its cursor. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Coded(byte[] row, RowCursor cursor) implements WaitingRow {
    @Override
    public LakeTable table() {
      return TABLES[row[0] & 0xff];
    }

    @Override
    public void write(Cells to) {
      LakeTable table = cursor.on(row);
      for (int i = 0; i < table.columns().size(); i++) {
        if (cursor.next()) {
          value(table.columns().get(i).type(), i, to);
        }
      }
    }

    private void value(Column.Type type, int column, Cells to) {
      switch (type) {
        case LONG, TIMESTAMP -> to.number(column, cursor.number());
        case DOUBLE -> to.real(column, Double.longBitsToDouble(cursor.bits()));
        case BOOLEAN -> to.flag(column, cursor.flag());
        case STRING -> {
          cursor.slice();
          to.text(column, cursor.bytes(), cursor.start(), cursor.length());
        }
        case BYTES -> {
          cursor.slice();
          to.bytes(column, cursor.bytes(), cursor.start(), cursor.length());
        }
      }
    }

    @Override
    public int bytes() {
      return row.length;
    }
  }

  /** A judged call, which is never coded as a row; all of one writer share its filler. */
  record Judged(JudgedCall call, CallRows rows) implements WaitingRow {
    /** Statements, places and judgement, a few kilobytes; what they share counts here, too. */
    private static final int ABOUT = 4096;

    @Override
    public LakeTable table() {
      return LakeTable.CALLS;
    }

    @Override
    public void write(Cells to) {
      rows.fill(call.judgement(), call.label(), to);
    }

    @Override
    public int bytes() {
      return ABOUT;
    }
  }
}
