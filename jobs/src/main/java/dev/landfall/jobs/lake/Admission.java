package dev.landfall.jobs.lake;

import dev.landfall.core.lake.KeptSpan;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.Retired;
import dev.landfall.jobs.lake.RemovalAccount.Act;
import dev.landfall.jobs.lake.RemovalAccount.Ground;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files may enter a version of the lake: none of a day that has left it. What is kept out is
 * accounted for in the same version. A file kept out is named by no manifest, so it is deleted like
 * those of a killed writer.
 */
final class Admission {
  private final LakeFiles files;
  private final Clock clock;

  Admission(LakeFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
  }

  /** What of a job's files may follow a version, with the account of the others. */
  List<DataFileAdded> following(Manifest base, List<DataFileAdded> added) throws IOException {
    Optional<KeptSpan> kept = base.kept();
    if (kept.isEmpty()) {
      return added;
    }
    List<DataFileAdded> inside = new ArrayList<>();
    RemovalAccount outside = new RemovalAccount(files);
    for (DataFileAdded each : added) {
      if (holds(kept.get(), each)) {
        inside.add(each);
      } else {
        outside.add(each.table(), each.file());
      }
    }
    inside.addAll(keptOut(outside, kept.get(), base));
    return inside;
  }

  /**
   * What of a checkpoint's files may come back to a lake that days have left since. The account of
   * what has left stays as it is. Counts of a month that such days are part of come back only where
   * they are all the lake's as it is; else compaction makes them anew.
   */
  List<DataFileAdded> returning(Manifest base, List<DataFileAdded> saved) throws IOException {
    Optional<KeptSpan> kept = base.kept();
    if (kept.isEmpty()) {
      return saved;
    }
    Set<String> current = LakeStore.referenced(base);
    boolean counted = current.containsAll(countsOfPartedMonth(kept.get(), saved));
    Set<String> known = new HashSet<>(current);
    base.retired().stream().map(Retired::path).forEach(known::add);
    List<DataFileAdded> inside = new ArrayList<>();
    RemovalAccount outside = new RemovalAccount(files);
    for (DataFileAdded each : saved) {
      if (each.table() == LakeTable.REMOVALS) {
        continue;
      }
      if (holds(kept.get(), each) || (counted && current.contains(each.file().path()))) {
        inside.add(each);
      } else if (KeptSpan.leaves(each.table())
          && !known.contains(each.file().path())
          && files.exists(each.file().path())) {
        outside.add(each.table(), each.file()); // written by then, and in no version since
      }
    }
    base.files(LakeTable.REMOVALS)
        .forEach(file -> inside.add(new DataFileAdded(LakeTable.REMOVALS, file)));
    inside.addAll(keptOut(outside, kept.get(), base));
    return inside;
  }

  private static Set<String> countsOfPartedMonth(KeptSpan kept, List<DataFileAdded> saved) {
    LocalDate month = kept.from().withDayOfMonth(1);
    Set<String> paths = new HashSet<>();
    for (DataFileAdded each : saved) {
      if (KeptSpan.countsCalls(each.table())
          && LocalDate.parse(each.file().dt()).withDayOfMonth(1).equals(month)) {
        paths.add(each.file().path());
      }
    }
    return paths;
  }

  private List<DataFileAdded> keptOut(RemovalAccount outside, KeptSpan kept, Manifest base)
      throws IOException {
    return outside.isEmpty()
        ? List.of()
        : outside.write(
            new Ground(Act.KEPT_OUT, kept, null, null), base.generation(), base, clock.instant());
  }

  private static boolean holds(KeptSpan kept, DataFileAdded each) {
    LocalDate day = LocalDate.parse(each.file().dt());
    return KeptSpan.countsCalls(each.table())
        ? kept.holdsAllOf(day)
        : kept.holds(each.table(), day);
  }

  /**
   * What a replay publishes.
   *
   * @param kept null: every day there is
   * @param inside files of days that are kept
   */
  record Replayed(@Nullable KeptSpan kept, List<DataFileAdded> inside, List<DataFileAdded> left) {
    static Replayed whole(List<DataFileAdded> files) {
      return new Replayed(null, files, List.of());
    }

    Set<String> paths() {
      Set<String> paths = new HashSet<>();
      inside.forEach(each -> paths.add(each.file().path()));
      return paths;
    }
  }

  /** Parts what a replay wrote by the retention that stands, counted back from its settled time. */
  Replayed replayed(List<DataFileAdded> written, @Nullable Long asOf, @Nullable Duration keep) {
    Optional<LocalDate> from = DaysOut.firstKept(asOf, keep, clock.instant());
    if (from.isEmpty()) {
      return Replayed.whole(written);
    }
    KeptSpan kept = new KeptSpan(from.get());
    List<DataFileAdded> inside = new ArrayList<>();
    List<DataFileAdded> left = new ArrayList<>();
    written.forEach(each -> (holds(kept, each) ? inside : left).add(each));
    return left.isEmpty() ? Replayed.whole(written) : new Replayed(kept, inside, left);
  }

  /** The account of what a replay leaves out, of the generation that it makes. */
  List<DataFileAdded> leftOut(
      Replayed replayed, @Nullable Long asOf, @Nullable Duration keep, Manifest base)
      throws IOException {
    KeptSpan kept = replayed.kept();
    if (kept == null) {
      return List.of();
    }
    RemovalAccount account = new RemovalAccount(files);
    for (DataFileAdded each : replayed.left()) {
      account.add(each.table(), each.file());
    }
    return account.write(
        new Ground(Act.LEFT_OUT, kept, keep, asOf), base.generation() + 1, base, clock.instant());
  }
}
