package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * The embedded service's checkpoints and savepoints, which are beside its lake.
 *
 * <p>Beside a lake in a folder {@link Checkpoints} looks into each before it is chosen. In a bucket
 * a state is whole when its metadata is there, for S3 shows no half of an object; the newest wins.
 */
final class EmbeddedStates {
  private static final String CHECKPOINTS = "_checkpoints";
  private static final String SAVEPOINTS = "_savepoints";

  private EmbeddedStates() {}

  /**
   * What a start goes on from; empty: from the beginning.
   *
   * @throws IOException nothing there can be read, or a cluster's job has written the lake since
   */
  static Optional<SavepointRestoreSettings> choose(Settings settings) throws IOException {
    LakePlace lake = settings.lake();
    LatestWriter.require(settings, LatestWriter.UP);
    if (lake instanceof LakePlace.Folder local) {
      return Checkpoints.choose(local.folder(), settings.config().job().stateBackend())
          .map(point -> from(point.folder().toUri().toString(), point.savepoint()));
    }
    Optional<Origin> origin = Origin.read(lake);
    long generation = new LakeStore(lake).latest().generation();
    if (origin.isPresent() && origin.get().generation() != generation) {
      origin.get().warnOfReplay(lake, generation);
      SavedStates.below(savepoints(lake)).clear();
      SavedStates.below(own(lake)).clear();
    }
    Optional<String> newest = SavedStates.newestOf(own(lake), savepoints(lake));
    new Origin(generation, settings.config().job().stateBackend()).write(lake);
    return newest.map(uri -> from(uri, uri.startsWith(savepoints(lake).uri())));
  }

  /** Flink puts the job's id below it. */
  static LakePlace checkpoints(LakePlace lake) {
    return lake.below(CHECKPOINTS);
  }

  static LakePlace savepoints(LakePlace lake) {
    return lake.below(SAVEPOINTS);
  }

  /** After a clean stop: the newest few savepoints stay. */
  static void pruneSavepoints(LakePlace lake) throws IOException {
    if (lake instanceof LakePlace.Folder local) {
      Checkpoints.pruneSavepoints(local.folder());
    } else {
      SavedStates.below(savepoints(lake)).keepNewest(Checkpoints.SAVEPOINTS_KEPT);
    }
  }

  /** Nothing from before can be restored any more. */
  static void removeAll(LakePlace lake) throws IOException {
    if (lake instanceof LakePlace.Folder local) {
      Checkpoints.removeAll(local.folder());
    } else {
      SavedStates.below(savepoints(lake)).clear();
      SavedStates.below(checkpoints(lake)).clear();
    }
  }

  static LakePlace own(LakePlace lake) {
    return checkpoints(lake).below(Checkpoints.JOB_ID);
  }

  private static SavepointRestoreSettings from(String uri, boolean savepoint) {
    // A claimed checkpoint is removed by the job once it has newer ones; a savepoint stays. State
    // of a source that the configuration names no more is left behind.
    return SavepointRestoreSettings.forPath(
        uri, true, savepoint ? RecoveryClaimMode.NO_CLAIM : RecoveryClaimMode.CLAIM);
  }
}
