package dev.landfall.jobs.lake;

import dev.landfall.core.lake.KeptSpan;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files of one version of the lake are of days that retention no longer keeps; looks at the
 * manifest only.
 *
 * <p>Shape: a day leaves when it ended {@code keep} before the lake's settled time. The clock only
 * ever keeps a day longer: one record of the year 2099 that a replay met must not empty the lake.
 *
 * @param kept days kept from now on; never fewer than have left already
 * @param asOf the settled time that was counted back from, epoch milliseconds
 */
record DaysOut(KeptSpan kept, Duration keep, long asOf, List<DataFileAdded> files) {

  /** Empty where there is nothing to remove. */
  static Optional<DaysOut> of(Manifest manifest, @Nullable Duration keep, Instant now) {
    Optional<LocalDate> from = firstKept(manifest.asOf(), keep, now);
    return from.isEmpty() || keep == null
        ? Optional.empty()
        : before(from.get(), manifest, keep, settled(manifest.asOf(), now));
  }

  /** The same, as far as every day of calls that leaves holds one row per call. */
  static Optional<DaysOut> sealed(Manifest manifest, @Nullable Duration keep, Instant now) {
    Optional<LocalDate> from = firstKept(manifest.asOf(), keep, now);
    if (from.isEmpty() || keep == null) {
      return Optional.empty();
    }
    LocalDate until = from.get();
    for (DataFile file : manifest.files(LakeTable.CALLS)) {
      LocalDate day = LocalDate.parse(file.dt());
      until = !file.sealed() && day.isBefore(until) ? day : until;
    }
    return before(until, manifest, keep, settled(manifest.asOf(), now));
  }

  /** The first day that retention keeps; empty: nothing has settled, or every day is kept. */
  static Optional<LocalDate> firstKept(@Nullable Long asOf, @Nullable Duration keep, Instant now) {
    if (asOf == null || keep == null) {
      return Optional.empty();
    }
    long settled = settled(asOf, now);
    return keep.compareTo(Duration.ofMillis(Math.max(0, settled))) >= 0
        ? Optional.empty() // longer than there are times
        : Optional.of(
            LocalDate.ofInstant(Instant.ofEpochMilli(settled).minus(keep), ZoneOffset.UTC));
  }

  private static long settled(@Nullable Long asOf, Instant now) {
    return Math.min(asOf == null ? 0 : asOf, now.toEpochMilli());
  }

  private static Optional<DaysOut> before(
      LocalDate from, Manifest manifest, Duration keep, long asOf) {
    KeptSpan kept =
        manifest.kept().filter(before -> before.from().isAfter(from)).orElse(new KeptSpan(from));
    List<DataFileAdded> files = new ArrayList<>();
    for (LakeTable table : LakeTable.values()) {
      for (DataFile file : manifest.files(table)) {
        if (!kept.holds(table, LocalDate.parse(file.dt()))) {
          files.add(new DataFileAdded(table, file));
        }
      }
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(new DaysOut(kept, keep, asOf, files));
  }

  RemovalAccount.Ground ground(RemovalAccount.Act act) {
    return new RemovalAccount.Ground(act, kept, keep, asOf);
  }
}
