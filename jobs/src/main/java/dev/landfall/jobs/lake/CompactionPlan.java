package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which files of one manifest are worth rewriting; looks at the manifest only. */
final class CompactionPlan {
  /**
   * Tables whose key decides the day, so that a day with one row per key is sealed for good. In the
   * others a later row of the same key may be filed under any day, and readers always compare.
   */
  private static final Set<LakeTable> KEY_DECIDES_DAY =
      EnumSet.of(LakeTable.QUOTA_MINUTES, LakeTable.SURFACES, LakeTable.CHANGES, LakeTable.PROBES);

  private static final long CRUMB_BYTES = 16L << 20;
  private static final int CRUMBS = 4;

  private final Manifest manifest;
  private final CompactionOptions options;
  private final @Nullable Long settledTo;

  /** Days of calls to rewrite together. {@code sealing}: afterwards they hold one row per call. */
  record CallDays(SortedSet<LocalDate> days, boolean sealing) {}

  /** Files of another table to rewrite together. */
  record Files(LakeTable table, List<DataFile> files, boolean sealing) {}

  CompactionPlan(Manifest manifest, CompactionOptions options, Instant now) {
    this.manifest = manifest;
    this.options = options;
    this.settledTo =
        manifest.asOf() == null
            ? null
            : (Long) (Math.min(manifest.asOf(), now.toEpochMilli()) - options.settle().toMillis());
  }

  boolean sealable(LocalDate day) {
    return options.all() || settled(day);
  }

  /** Nothing that is still awaited belongs to the day. */
  boolean settled(LocalDate day) {
    long end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    return settledTo != null && end <= settledTo;
  }

  List<DataFile> files(LakeTable table, LocalDate day) {
    return byDay(table).getOrDefault(day, List.of());
  }

  /** The next days of calls to work on that are not {@code done}; null if there are none. */
  @Nullable CallDays nextCalls(Set<LocalDate> done) {
    SortedMap<LocalDate, List<DataFile>> calls = byDay(LakeTable.CALLS);
    SortedMap<LocalDate, List<DataFile>> late = byDay(LakeTable.LATE);
    SortedSet<LocalDate> candidates = new TreeSet<>(calls.keySet());
    candidates.addAll(late.keySet());
    candidates.removeAll(done);
    SortedSet<LocalDate> batch = new TreeSet<>();
    long bytes = 0;
    for (LocalDate day : candidates) {
      List<DataFile> ofDay = calls.getOrDefault(day, List.of());
      long size = ofDay.stream().mapToLong(DataFile::bytes).sum();
      boolean dirty =
          sealable(day) && (worthSealing(ofDay) || unsealed(late.getOrDefault(day, List.of())) > 0);
      boolean joins =
          batch.isEmpty()
              || (batch.last().plusDays(1).equals(day) && bytes + size <= options.batchBytes());
      if (dirty && joins) {
        batch.add(day);
        bytes += size;
      } else if (!batch.isEmpty()) {
        break;
      } else if (!sealable(day) && unsealed(ofDay) > options.tailFiles()) {
        return new CallDays(new TreeSet<>(Set.of(day)), false);
      }
    }
    return batch.isEmpty() ? null : new CallDays(batch, true);
  }

  /** What is worth rewriting in every table but calls, those made of them, and late. */
  List<Files> others() {
    List<Files> work = new ArrayList<>();
    for (LakeTable table : LakeTable.values()) {
      if (table == LakeTable.FINDINGS) {
        findings(work);
      } else if (table != LakeTable.CALLS && table != LakeTable.LATE && !table.derived()) {
        byDay(table).forEach((day, files) -> day(table, day, files, work));
      }
    }
    return work;
  }

  private void day(LakeTable table, LocalDate day, List<DataFile> files, List<Files> work) {
    boolean stable = KEY_DECIDES_DAY.contains(table);
    if (sealable(day)
        ? (stable ? worthSealing(files) : files.size() > 1)
        : unsealed(files) > options.tailFiles()) {
      work.add(new Files(table, files, stable && sealable(day)));
    }
  }

  /**
   * A finding's day moves when an earlier ground is found, so its rows are compared as a whole; and
   * readers open all of them, so that a month is one file.
   */
  private void findings(List<Files> work) {
    SortedMap<LocalDate, Integer> months = new TreeMap<>();
    boolean worth = false;
    for (var day : byDay(LakeTable.FINDINGS).entrySet()) {
      int files = day.getValue().size();
      worth |= sealable(day.getKey()) && files > 1;
      months.merge(day.getKey().withDayOfMonth(1), files, Integer::sum);
    }
    for (var month : months.entrySet()) {
      boolean over = sealable(month.getKey().plusMonths(1).minusDays(1));
      worth |= month.getValue() > (over ? 1 : options.tailFiles());
    }
    if (worth) {
      work.add(new Files(LakeTable.FINDINGS, manifest.files(LakeTable.FINDINGS), false));
    }
  }

  private SortedMap<LocalDate, List<DataFile>> byDay(LakeTable table) {
    SortedMap<LocalDate, List<DataFile>> byDay = new TreeMap<>();
    for (DataFile file : manifest.files(table)) {
      byDay.computeIfAbsent(LocalDate.parse(file.dt()), unused -> new ArrayList<>()).add(file);
    }
    return byDay;
  }

  /** Not sealed, or sealed by a replay, whose writers leave many small files in each day. */
  private static boolean worthSealing(List<DataFile> files) {
    return unsealed(files) > 0
        || files.stream().filter(file -> file.bytes() < CRUMB_BYTES).count() > CRUMBS;
  }

  private static long unsealed(List<DataFile> files) {
    return files.stream().filter(file -> !file.sealed()).count();
  }
}
