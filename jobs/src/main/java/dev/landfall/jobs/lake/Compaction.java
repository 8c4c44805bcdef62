package dev.landfall.jobs.lake;

import dev.landfall.core.judge.CallRows;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes few large files of many small ones, and leaves one row per call in settled days.
 *
 * <p>Shape: what a reader sees stays the same, except that late witnesses come home to their calls.
 * The tables derived from calls are made in the swap that seals a day, or that seals it anew. Days
 * are taken in batches; each ends in one manifest swap, made again on a newer manifest if a job
 * published meanwhile, and given up if the files it replaces are no longer the lake's. Where a
 * retention is given, days past it leave the lake once they are sealed (ADR 24). Runs beside {@code
 * up} under a lease of its own; deletes files only while nobody owns the lake.
 */
public final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  private final LakeStore store;
  private final CompactionDisk disk;
  private final CallRewriter rewriter;
  private final Clock clock;
  private final CompactionOptions options;
  private final Rewrite total = new Rewrite();
  private int abandoned;
  private @Nullable Leaving left;

  private Compaction(
      LakePlace lake, CallRewriter rewriter, Clock clock, CompactionOptions options) {
    this.store = new LakeStore(lake);
    this.disk = new CompactionDisk(lake, store.files(), options);
    this.rewriter = rewriter;
    this.clock = clock;
    this.options = options;
  }

  /** Compacts with the default options. */
  public static CompactionResult run(LakePlace lake, Judge judge, Clock clock)
      throws IOException, LakeLock.LakeOwned {
    return run(lake, judge, clock, CompactionOptions.defaults());
  }

  /**
   * Compacts once.
   *
   * @throws LakeLock.LakeOwned another compaction is running
   */
  public static CompactionResult run(
      LakePlace lake, Judge judge, Clock clock, CompactionOptions options)
      throws IOException, LakeLock.LakeOwned {
    CallRows rows = new CallRows();
    CallRewriter rewriter =
        (call, label) -> {
          LakeRow row = new LakeRow(LakeTable.CALLS);
          rows.fill(judge.judge(call), label, row);
          return row;
        };
    return run(lake, rewriter, clock, options);
  }

  static CompactionResult run(
      LakePlace lake, CallRewriter rewriter, Clock clock, CompactionOptions options)
      throws IOException, LakeLock.LakeOwned {
    try (LakeLock lease = LakeLock.lease(lake, "lake compact")) {
      lease.requireHeld();
      return new Compaction(lake, rewriter, clock, options).run(lake);
    }
  }

  private CompactionResult run(LakePlace lake) throws IOException {
    Manifest before = store.latest();
    compactOthers(); // first, for the calls are counted with the samples as they then stand
    compactCalls(); // before days leave, so that they leave with one row per call
    removeDays();
    rollUp();
    countObjects();
    addQuotaUp();
    int deleted = clean(lake);
    Manifest after = store.latest();
    return new CompactionResult(
        after.version(),
        LakeStore.referenced(before).size(),
        LakeStore.referenced(after).size(),
        total.rowsRead,
        total.rowsWritten(),
        total.lateMerged,
        total.rejudged,
        abandoned,
        deleted,
        left);
  }

  private void compactCalls() throws IOException {
    Set<LocalDate> done = new HashSet<>();
    while (true) {
      Manifest base = store.latest();
      CompactionPlan plan = new CompactionPlan(base, options, clock.instant());
      CompactionPlan.CallDays next = plan.nextCalls(done);
      if (next == null) {
        return;
      }
      RewriteCalls calls = new RewriteCalls(store.files(), disk, plan, rewriter);
      SortedSet<LocalDate> days = next.sealing() ? calls.widened(next.days()) : next.days();
      Rewrite rewrite = calls.run(days, next.sealing());
      if (next.sealing()) {
        new RollupCalls(store.files(), disk, base)
            .run(days, day -> rewrite.files(LakeTable.CALLS, day), rewrite);
      }
      swap(base, rewrite);
      done.addAll(days);
    }
  }

  /** Days that retention no longer keeps, all in one swap. */
  private void removeDays() throws IOException {
    Manifest base = store.latest();
    Optional<DaysOut> out = DaysOut.sealed(base, options.keep(), clock.instant());
    if (out.isPresent()
        && swap(base, new RemoveDays(store.files(), disk, base).run(out.get(), clock.instant()))) {
      left = Leaving.of(out.get());
    }
  }

  /** Sealed days that nobody has counted: a replay's, those of an older build, and others'. */
  private void rollUp() throws IOException {
    for (SortedSet<LocalDate> month : RollupCalls.wanting(store.latest())) {
      Manifest base = store.latest();
      Rewrite rewrite = new Rewrite();
      new RollupCalls(store.files(), disk, base).run(month, day -> callsOf(base, day), rewrite);
      swap(base, rewrite);
    }
    for (LocalDate month : RollupCalls.wantingSums(store.latest())) {
      Manifest base = store.latest();
      Rewrite rewrite = new Rewrite();
      new RollupCalls(store.files(), disk, base).addUp(month, rewrite);
      swap(base, rewrite);
    }
  }

  /**
   * Counts the objects of settled days. Days that hold the same object, which a reader without
   * state read anew, are first left with the greatest row of each between them.
   */
  private void countObjects() throws IOException {
    SortedSet<LocalDate> sharing = countOnce();
    if (sharing.isEmpty()) {
      return;
    }
    Manifest base = store.latest();
    List<DataFile> files =
        base.files(LakeTable.OBJECTS).stream()
            .filter(file -> sharing.contains(LocalDate.parse(file.dt())))
            .toList();
    swap(
        base,
        new RewriteTable(store.files(), disk)
            .run(new CompactionPlan.Files(LakeTable.OBJECTS, files, false)));
    countOnce();
  }

  private void addQuotaUp() throws IOException {
    Manifest first = store.latest();
    for (SortedSet<LocalDate> month : new RollupQuota(store.files(), disk, first).wanting()) {
      Manifest base = store.latest();
      swap(base, new RollupQuota(store.files(), disk, base).run(month));
    }
  }

  private SortedSet<LocalDate> countOnce() throws IOException {
    Manifest first = store.latest();
    CompactionPlan plan = new CompactionPlan(first, options, clock.instant());
    SortedSet<LocalDate> sharing = new TreeSet<>();
    for (SortedSet<LocalDate> month : RollupObjects.wanting(first, plan)) {
      Manifest base = store.latest();
      RollupObjects.Outcome outcome = new RollupObjects(store.files(), disk, base).run(month);
      sharing.addAll(outcome.sharing());
      if (!outcome.rewrite().added.isEmpty()) {
        swap(base, outcome.rewrite());
      }
    }
    return sharing;
  }

  private static List<DataFile> callsOf(Manifest base, LocalDate day) {
    return base.files(LakeTable.CALLS).stream()
        .filter(file -> file.dt().equals(day.toString()))
        .toList();
  }

  private void compactOthers() throws IOException {
    Manifest base = store.latest();
    List<CompactionPlan.Files> work = new CompactionPlan(base, options, clock.instant()).others();
    RewriteTable table = new RewriteTable(store.files(), disk);
    Rewrite rewrite = new Rewrite();
    for (CompactionPlan.Files files : work) {
      rewrite.take(table.run(files));
      if (files.table() == LakeTable.PROBES) {
        RollupCalls.forget(base, around(files), rewrite);
      } else if (files.table() == LakeTable.QUOTA_MINUTES) {
        RollupQuota.forget(base, files.files(), rewrite);
      }
    }
    if (!work.isEmpty()) {
      swap(base, rewrite);
    }
  }

  /** The days of the files and one to each side: where calls of the samples in them may stand. */
  private static Set<LocalDate> around(CompactionPlan.Files work) {
    Set<LocalDate> days = new HashSet<>();
    for (DataFile file : work.files()) {
      LocalDate day = LocalDate.parse(file.dt());
      days.addAll(Set.of(day.minusDays(1), day, day.plusDays(1)));
    }
    return days;
  }

  /** False if the work was given up. */
  private boolean swap(Manifest planned, Rewrite rewrite) throws IOException {
    Optional<Manifest> swapped =
        store.swap(base -> stillThere(planned, base, rewrite) ? after(base, rewrite) : null);
    if (swapped.isPresent()) {
      total.take(rewrite);
      return true;
    }
    abandoned++;
    LOG.info("the lake changed under compaction: {} files stay", rewrite.replaced.size());
    for (DataFileAdded each : rewrite.added) {
      if (!rewrite.replaced.contains(each.file().path())) { // one that is only sealed stays
        store.files().delete(each.file().path());
      }
    }
    return false;
  }

  private Manifest after(Manifest base, Rewrite rewrite) {
    return new NextManifest(base, "compact")
        .remove(rewrite.replaced)
        .add(rewrite.added)
        .kept(rewrite.kept == null ? base.kept().orElse(null) : rewrite.kept)
        .build(clock.instant(), options.keepReplaced());
  }

  private static boolean stillThere(Manifest planned, Manifest base, Rewrite rewrite) {
    return base.generation() == planned.generation()
        && LakeStore.referenced(base).containsAll(rewrite.replaced);
  }

  private int clean(LakePlace lake) throws IOException {
    try (LakeLock owner = LakeLock.own(lake, "lake compact")) {
      LakeStore.Cleaned cleaned = store.clean(owner, clock.instant(), options.unreferencedAge());
      return cleaned.retired() + cleaned.unreferenced();
    } catch (LakeLock.LakeOwned inUse) {
      LOG.info("nothing deleted: {}", inUse.getMessage());
      return 0;
    }
  }
}
