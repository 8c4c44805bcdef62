package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints and savepoints below the lake: which one a start goes on from.
 *
 * <p>Shape: {@code _checkpoints/<job id>/chk-<n>} while the service runs, {@code
 * _savepoints/savepoint-…} from each clean stop; complete when their metadata is there, which Flink
 * puts in place by rename. The newest of both that can be read wins. One that cannot be read is set
 * aside under another name with a warning, and the next older one is taken; if none is left the
 * start is refused: to begin anew is a person's decision.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** The one job of a lake, whatever process runs it. */
  static final String JOB_ID = "1a2df411000000000000000000000001";

  static final int SAVEPOINTS_KEPT = 3;

  private static final Pattern CHECKPOINT = Pattern.compile("chk-[0-9]+");
  private static final Pattern SAVEPOINT = Pattern.compile("savepoint-.+");
  private static final String SET_ASIDE = "unreadable-";

  private Checkpoints() {}

  /**
   * Where to go on; empty: from the beginning, for nothing is there or a replay made it void.
   *
   * @throws IOException nothing that is there can be read, or not with this state backend
   */
  static Optional<RestorePoint> choose(Path lake, StateBackend backend) throws IOException {
    Optional<Origin> origin = Origin.read(LakePlace.in(lake));
    long generation = new LakeStore(lake).latest().generation();
    if (origin.isPresent() && origin.get().generation() != generation) {
      origin.get().warnOfReplay(LakePlace.in(lake), generation);
      removeAll(lake);
    }
    removeIncomplete(lake);
    Optional<RestorePoint> newest = newest(lake);
    if (newest.isPresent()) {
      requireBackend(lake, newest.get(), origin, backend);
      if (newest.get().savepoint()) {
        // The savepoint is newer and whole; what a stop that was killed left is not needed.
        WorkFolders.delete(folder(lake));
      }
    }
    new Origin(generation, backend).write(LakePlace.in(lake));
    return newest;
  }

  /** After a clean stop: the newest few savepoints stay. */
  static void pruneSavepoints(Path lake) throws IOException {
    List<RestorePoint> readable = new ArrayList<>();
    for (Path each : named(WorkFolders.savepoints(lake), SAVEPOINT)) {
      if (Files.isRegularFile(each.resolve(RestorePoint.METADATA))) {
        try {
          readable.add(RestorePoint.read(each, true));
        } catch (IOException damaged) {
          LOG.warn("the savepoint {} cannot be read: {}", each, damaged.getMessage());
        }
      }
    }
    readable.sort(Comparator.comparingLong(RestorePoint::checkpoint).reversed());
    for (RestorePoint old :
        readable.subList(Math.min(SAVEPOINTS_KEPT, readable.size()), readable.size())) {
      WorkFolders.delete(old.folder());
    }
  }

  /** Nothing from before can be restored any more. Savepoints first: {@link Origin} covers both. */
  static void removeAll(Path lake) throws IOException {
    WorkFolders.delete(WorkFolders.savepoints(lake));
    WorkFolders.delete(WorkFolders.checkpoints(lake));
  }

  static Path folder(Path lake) {
    return WorkFolders.checkpoints(lake).resolve(JOB_ID);
  }

  private static Optional<RestorePoint> newest(Path lake) throws IOException {
    List<RestorePoint> readable = new ArrayList<>();
    Map<Path, String> damaged = new TreeMap<>();
    for (boolean savepoint : new boolean[] {false, true}) {
      List<Path> all =
          savepoint
              ? named(WorkFolders.savepoints(lake), SAVEPOINT)
              : named(folder(lake), CHECKPOINT);
      for (Path each : all) {
        try {
          readable.add(RestorePoint.read(each, savepoint));
        } catch (IOException e) {
          damaged.put(each, String.valueOf(e.getMessage()));
        }
      }
    }
    Optional<RestorePoint> newest =
        readable.stream()
            .max(
                Comparator.comparingLong(RestorePoint::checkpoint)
                    .thenComparing(RestorePoint::savepoint));
    if (!damaged.isEmpty()) {
      setAside(lake, damaged, newest);
    }
    return newest;
  }

  private static void setAside(Path lake, Map<Path, String> damaged, Optional<RestorePoint> newest)
      throws IOException {
    if (newest.isEmpty()) {
      throw new IOException(
          "no checkpoint of the lake %s can be read: %s. Put a good copy in place; or, to read all sources from their beginning, remove %s and %s"
              .formatted(
                  lake,
                  damaged.values(),
                  WorkFolders.checkpoints(lake),
                  WorkFolders.savepoints(lake)));
    }
    for (Map.Entry<Path, String> each : damaged.entrySet()) {
      Path folder = each.getKey();
      Path aside = folder.resolveSibling(SET_ASIDE + folder.getFileName());
      WorkFolders.delete(aside);
      Files.move(folder, aside);
      LOG.warn(
          "{} cannot be read ({}) and is now {}; going on from the older {}",
          folder,
          each.getValue(),
          aside.getFileName(),
          newest.get().folder());
    }
  }

  private static void requireBackend(
      Path lake, RestorePoint point, Optional<Origin> origin, StateBackend backend)
      throws IOException {
    StateBackend before = origin.map(Origin::backend).orElse(backend);
    if (point.savepoint() || before == null || before == backend) {
      return;
    }
    throw new IOException(
        "the service was killed on the lake %s while job.state_backend was %s, and its checkpoint cannot be read with %s. Start it with %s and stop it cleanly once; then the key can change"
            .formatted(lake, word(before), word(backend), word(before)));
  }

  private static String word(StateBackend backend) {
    return backend.name().toLowerCase(Locale.ROOT);
  }

  /** Removes what a killed job left half written, so that its numbers are free. */
  private static void removeIncomplete(Path lake) throws IOException {
    List<Path> all = named(folder(lake), CHECKPOINT);
    all.addAll(named(WorkFolders.savepoints(lake), SAVEPOINT));
    for (Path path : all) {
      if (!Files.isRegularFile(path.resolve(RestorePoint.METADATA))) {
        WorkFolders.delete(path);
      }
    }
  }

  private static List<Path> named(Path folder, Pattern name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new ArrayList<>();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return new ArrayList<>(
          entries
              .filter(path -> name.matcher(String.valueOf(path.getFileName())).matches())
              .sorted()
              .toList());
    }
  }
}
