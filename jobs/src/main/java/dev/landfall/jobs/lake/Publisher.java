package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns sealed files into versions of the lake: the rules of epochs and generations, without Flink.
 *
 * <p>Shape: {@link #begin} or {@link #returnTo} starts an epoch, after which {@link #publish} adds
 * files; {@link #watch} starts none, after which {@link #rebuild} replaces the lake. Each call
 * leaves one manifest or none. Errors: {@link LakeTakenOver} once a newer epoch began elsewhere.
 * Threads: one owner.
 */
final class Publisher {
  /** Replaced files stay this long for checkpoints and savepoints that still name them. */
  static final Duration KEEP_REPLACED = Duration.ofDays(7);

  /**
   * What a replay makes anew; alerts and deliveries are not in the sources, nor are most steps of
   * canaries: {@link CanarySteps}.
   */
  private static final List<LakeTable> REBUILT =
      List.of(
          LakeTable.CALLS,
          LakeTable.FINDINGS,
          LakeTable.QUOTA_MINUTES,
          LakeTable.OBJECTS,
          LakeTable.REJECTS,
          LakeTable.LATE,
          LakeTable.SURFACES,
          LakeTable.PROBES,
          LakeTable.CHANGES,
          LakeTable.CALLS_HOURLY,
          LakeTable.CALLS_DAILY,
          LakeTable.LATENCY_DAILY,
          LakeTable.OBJECTS_DAILY,
          LakeTable.OBJECT_KEYS,
          LakeTable.CALLS_MONTHLY,
          LakeTable.LATENCY_MONTHLY);

  /** Of these a replay writes one row per key; the others may meet one event twice. */
  private static final List<LakeTable> ONCE_IN_A_REPLAY =
      List.of(LakeTable.CALLS, LakeTable.FINDINGS, LakeTable.QUOTA_MINUTES);

  private static final int MISSING_NAMED = 3;

  private final LakeStore store;
  private final Clock clock;
  private final Admission admission;
  private Manifest known = Manifest.empty();
  private long epoch;

  Publisher(LakeStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.admission = new Admission(store.files(), clock);
  }

  /** Starts a new epoch on the lake as it is. */
  Manifest begin(String writer) throws IOException {
    return started(
        base ->
            new NextManifest(base, writer)
                .epoch(base.epoch() + 1)
                .build(clock.instant(), KEEP_REPLACED));
  }

  /**
   * Returns the lake to exactly the files of a checkpoint and starts a new epoch; days that have
   * left by retention since stay out of it.
   */
  Manifest returnTo(PublishState state, String writer) throws IOException {
    return started(
        base -> {
          requireGeneration(state, base);
          List<DataFileAdded> files = admission.returning(base, state.files());
          requireFiles(state, files, base);
          return new NextManifest(base, writer)
              .clearAll()
              .add(files)
              .epoch(Math.max(base.epoch(), state.epoch()) + 1)
              .generation(Math.max(base.generation(), state.generation()))
              .checkpoint(state.checkpoint())
              .asOf(state.asOf())
              .build(clock.instant(), KEEP_REPLACED);
        });
  }

  /** Remembers the lake's epoch, so that {@link #rebuild} replaces no lake that another began. */
  void watch() throws IOException {
    known = store.latest();
    epoch = known.epoch();
  }

  /** The newest manifest, for as long as this epoch is the lake's newest. */
  Manifest current() throws IOException {
    if (store.latestVersion() != known.version()) {
      known = store.latest();
    }
    return fenced(known);
  }

  /** Adds the files of a completed checkpoint to whatever the lake is now. */
  Manifest publish(List<DataFileAdded> files, @Nullable Long asOf, long checkpoint, String writer)
      throws IOException {
    known =
        store
            .swap(
                base ->
                    new NextManifest(fenced(base), writer)
                        .add(admission.following(base, files))
                        .checkpoint(checkpoint)
                        .asOf(later(base.asOf(), asOf))
                        .build(clock.instant(), KEEP_REPLACED))
            .orElseThrow();
    store.prune(clock.instant());
    return known;
  }

  /**
   * Replaces everything that comes from the sources by a replay's files, at once, but for days that
   * ended {@code keep} before {@code asOf}; with no such days the lake keeps every one again.
   */
  Manifest rebuild(List<DataFileAdded> files, @Nullable Long asOf, @Nullable Duration keep)
      throws IOException {
    Admission.Replayed replayed = admission.replayed(files, asOf, keep);
    Optional<Manifest> rebuilt =
        store.swap(
            base -> {
              if (isRebuiltFrom(base, replayed.paths())) {
                return null; // a failure after publishing made the replay end a second time
              }
              NextManifest next = new NextManifest(fenced(base), "replay");
              REBUILT.forEach(table -> next.clear(table.id()));
              next.clear(LakeTable.CANARIES.id());
              return next.add(onePerKey(replayed.inside()))
                  .kept(replayed.kept())
                  .add(admission.leftOut(replayed, asOf, keep, base))
                  .add(CanarySteps.notOfRecords(store.files(), base))
                  .epoch(base.epoch() + 1)
                  .generation(base.generation() + 1)
                  .asOf(asOf)
                  .build(clock.instant(), KEEP_REPLACED);
            });
    store.prune(clock.instant());
    return rebuilt.isPresent() ? rebuilt.get() : store.latest();
  }

  /**
   * A replay settles once, so each call and quota minute has one row: no reader need look twice.
   */
  private static List<DataFileAdded> onePerKey(List<DataFileAdded> files) {
    return files.stream()
        .map(
            added ->
                ONCE_IN_A_REPLAY.contains(added.table())
                    ? new DataFileAdded(added.table(), sealed(added.file()))
                    : added)
        .toList();
  }

  private static Manifest.DataFile sealed(Manifest.DataFile file) {
    return new Manifest.DataFile(file.path(), file.dt(), file.rows(), file.bytes(), true);
  }

  private Manifest started(LakeStore.Change change) throws IOException {
    Manifest first = store.swap(change).orElseThrow();
    known = first;
    epoch = first.epoch();
    return first;
  }

  private Manifest fenced(Manifest newest) {
    if (newest.epoch() > epoch) {
      throw new LakeTakenOver(
          ("the lake went on to epoch %d (written by %s) while this job writes epoch %d: another"
                  + " job took it over, so this one stops")
              .formatted(newest.epoch(), newest.writer(), epoch));
    }
    return newest;
  }

  /** A replay has replaced the lake since: to return would undo it without a word. */
  private static void requireGeneration(PublishState state, Manifest base) throws IOException {
    if (state.generation() < base.generation()) {
      throw new IOException(
          "checkpoint %d is of the lake's generation %d and a replay has made generation %d since; start without a checkpoint"
              .formatted(state.checkpoint(), state.generation(), base.generation()));
    }
  }

  private void requireFiles(PublishState state, List<DataFileAdded> files, Manifest base)
      throws IOException {
    Set<String> present = LakeStore.referenced(base);
    Set<String> missing = new HashSet<>();
    for (DataFileAdded added : files) {
      String path = added.file().path();
      if (!present.contains(path) && !store.files().exists(path)) {
        missing.add(path);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          ("cannot return the lake to checkpoint %d: %d of its %d files are gone, such as %s."
                  + " Restore a newer checkpoint, or start without one")
              .formatted(
                  state.checkpoint(),
                  missing.size(),
                  files.size(),
                  missing.stream().sorted().limit(MISSING_NAMED).toList()));
    }
  }

  private static boolean isRebuiltFrom(Manifest base, Set<String> ours) {
    Set<String> theirs = new HashSet<>();
    for (LakeTable table : REBUILT) {
      base.files(table).forEach(file -> theirs.add(file.path()));
    }
    return !ours.isEmpty()
        && base.writer().equals("replay")
        && ours.containsAll(theirs)
        && LakeStore.referenced(base).containsAll(ours);
  }

  static @Nullable Long later(@Nullable Long a, @Nullable Long b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : (Long) Math.max(a, b);
  }
}
