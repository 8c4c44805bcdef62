package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites days of calls with one row per call, late witnesses merged in.
 *
 * <p>Two rows of one call may stand in neighbouring days, for {@code called_at} moves when a better
 * witness comes near midnight. So a first pass looks at keys only, and takes in every neighbour
 * that shares a call and may be rewritten too. Late witnesses whose call is not there stay in their
 * table.
 */
final class RewriteCalls {
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int CALLED_AT = LakeTable.CALLS.indexOf("called_at");

  private final LakeFiles files;
  private final CompactionDisk disk;
  private final CompactionPlan plan;
  private final CallRewriter rewriter;
  private final SortKey callKey = SortKey.identity(LakeTable.CALLS);
  private final SortKey lateKey =
      new SortKey(LakeTable.LATE, List.of("partition", "account", "request_id"));
  private final SortKey order =
      new SortKey(LakeTable.CALLS, List.of("account", "called_at", "request_id", "partition"));
  private final RowCursor cursor = new RowCursor();

  RewriteCalls(LakeFiles files, CompactionDisk disk, CompactionPlan plan, CallRewriter rewriter) {
    this.files = files;
    this.disk = disk;
    this.plan = plan;
    this.rewriter = rewriter;
  }

  /** The days asked for and the neighbours that share a call with them. */
  SortedSet<LocalDate> widened(SortedSet<LocalDate> asked) throws IOException {
    SortedSet<LocalDate> days = new TreeSet<>(asked);
    while (days.addAll(neighboursSharingCalls(days))) {
      // a neighbour taken in may share calls with the next one
    }
    return days;
  }

  Rewrite run(SortedSet<LocalDate> days, boolean sealing) throws IOException {
    Rewrite rewrite = new Rewrite();
    CallFold fold = new CallFold(rewriter);
    try (SpillSort groups = disk.sort();
        SpillSort ordered = disk.sort();
        LakeWriter inside = disk.writer(sealing);
        LakeWriter outside = disk.writer(false);
        LakeWriter lateLeft = disk.writer(lateIsDone(days))) {
      for (LocalDate day : days) {
        collect(LakeTable.CALLS, day, callKey, groups, rewrite);
        if (sealing) {
          collect(LakeTable.LATE, day, lateKey, groups, rewrite);
        }
      }
      foldGroups(groups, fold, ordered, lateLeft, rewrite);
      write(ordered, days, inside, outside, rewrite);
      rewrite.added.addAll(inside.seal().files());
      rewrite.added.addAll(outside.seal().files());
      rewrite.added.addAll(lateLeft.seal().files());
    }
    rewrite.rejudged = fold.rejudged();
    return rewrite;
  }

  private void collect(LakeTable table, LocalDate day, SortKey key, SpillSort into, Rewrite rewrite)
      throws IOException {
    for (DataFile file : plan.files(table, day)) {
      rewrite.replaces(file);
      try (RowFileReader reader = new RowFileReader(files, table, file.path())) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          into.add(key.of(row), row);
        }
      }
    }
  }

  private void foldGroups(
      SpillSort groups, CallFold fold, SpillSort ordered, LakeWriter lateLeft, Rewrite rewrite)
      throws IOException {
    List<byte[]> rows = new ArrayList<>();
    List<byte[]> late = new ArrayList<>();
    SpillSort.Entry each = groups.next();
    while (each != null) {
      byte[] key = each.key();
      rows.clear();
      late.clear();
      while (each != null && Arrays.equals(key, each.key())) {
        (each.row()[0] == LakeTable.LATE.ordinal() ? late : rows).add(each.row());
        each = groups.next();
      }
      if (!rows.isEmpty()) {
        byte[] row = fold.fold(rows, late);
        ordered.add(orderOf(row), row);
        rewrite.lateMerged += late.size();
      } else {
        keep(late, lateLeft);
      }
    }
  }

  /** Equal copies of one late witness are one; sorting has put them side by side. */
  private static void keep(List<byte[]> late, LakeWriter lateLeft) throws IOException {
    SortKey identity = SortKey.identity(LakeTable.LATE);
    List<byte[]> kept = new ArrayList<>();
    for (byte[] row : late) {
      byte[] key = identity.of(row);
      if (kept.stream().noneMatch(other -> Arrays.equals(other, key))) {
        kept.add(key);
        lateLeft.append(row);
      }
    }
  }

  private byte[] orderOf(byte[] row) {
    byte[] key = order.of(row);
    return ByteBuffer.allocate(8 + key.length)
        .putLong(epochDay(row) ^ Long.MIN_VALUE)
        .put(key)
        .array();
  }

  private void write(
      SpillSort ordered,
      SortedSet<LocalDate> days,
      LakeWriter inside,
      LakeWriter outside,
      Rewrite rewrite)
      throws IOException {
    long day = Long.MIN_VALUE;
    boolean within = false;
    for (SpillSort.Entry each = ordered.next(); each != null; each = ordered.next()) {
      long rowDay = epochDay(each.row());
      if (rowDay != day) {
        day = rowDay;
        within = days.contains(LocalDate.ofEpochDay(day));
        rewrite.added.addAll(inside.seal().files()); // no day comes twice: free its memory
      }
      (within ? inside : outside).append(each.row());
    }
  }

  private long epochDay(byte[] row) {
    return Math.floorDiv(cursor.numberOf(row, CALLED_AT), MICROS_PER_DAY);
  }

  /** A late witness without a call waits for neighbours that cannot be rewritten yet. */
  private boolean lateIsDone(SortedSet<LocalDate> days) {
    return neighbours(days).stream().allMatch(plan::sealable);
  }

  private SortedSet<LocalDate> neighbours(SortedSet<LocalDate> days) {
    SortedSet<LocalDate> neighbours = new TreeSet<>();
    for (LocalDate day : days) {
      neighbours.add(day.minusDays(1));
      neighbours.add(day.plusDays(1));
    }
    neighbours.removeAll(days);
    neighbours.removeIf(day -> plan.files(LakeTable.CALLS, day).isEmpty());
    return neighbours;
  }

  private SortedSet<LocalDate> neighboursSharingCalls(SortedSet<LocalDate> days)
      throws IOException {
    SortedSet<LocalDate> sharing = new TreeSet<>();
    SortedSet<LocalDate> neighbours = neighbours(days);
    neighbours.removeIf(day -> !plan.sealable(day));
    if (neighbours.isEmpty()) {
      return sharing;
    }
    try (SpillSort keys = disk.sort()) {
      for (LocalDate day : days) {
        collectKeys(LakeTable.CALLS, day, callKey, keys, null);
        collectKeys(LakeTable.LATE, day, lateKey, keys, null);
      }
      for (LocalDate day : neighbours) {
        collectKeys(LakeTable.CALLS, day, callKey, keys, day);
      }
      findShared(keys, sharing);
    }
    return sharing;
  }

  /** Entries of the days asked for are empty and sort before those of neighbours, which are not. */
  private static void findShared(SpillSort keys, SortedSet<LocalDate> sharing) throws IOException {
    byte[] inside = null;
    for (SpillSort.Entry each = keys.next(); each != null; each = keys.next()) {
      if (each.row().length == 0) {
        inside = each.key();
      } else if (Arrays.equals(inside, each.key())) {
        sharing.add(LocalDate.ofEpochDay(ByteBuffer.wrap(each.row()).getLong()));
      }
    }
  }

  private void collectKeys(
      LakeTable table, LocalDate day, SortKey key, SpillSort into, @Nullable LocalDate neighbour)
      throws IOException {
    byte[] tag =
        neighbour == null
            ? new byte[0]
            : ByteBuffer.allocate(8).putLong(neighbour.toEpochDay()).array();
    for (DataFile file : plan.files(table, day)) {
      try (RowFileReader reader =
          new RowFileReader(files, table, file.path(), RewriteCalls::isKey)) {
        for (byte[] row = reader.next(); row != null; row = reader.next()) {
          into.add(key.of(row), tag);
        }
      }
    }
  }

  private static boolean isKey(Column column) {
    return column.role() == Column.Role.KEY;
  }
}
