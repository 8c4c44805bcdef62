package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

/**
 * Checkpoints and savepoints below a place: which is the newest one to go on from.
 *
 * <p>Shape: {@code <any folders>/_metadata}; a state is complete when its metadata is there, which
 * Flink puts in place as the last thing and whole. The newest is the one whose metadata was written
 * last, whichever job wrote it: numbers of two jobs cannot be compared.
 */
final class SavedStates {
  private static final String METADATA = "/_metadata";

  private final LakePlace place;
  private final LakeFiles files;

  private SavedStates(LakePlace place) {
    this.place = place;
    this.files = LakeFiles.at(place);
  }

  static SavedStates below(LakePlace place) {
    return new SavedStates(place);
  }

  /** The newest state as Flink names it, a URI; empty if there is none. */
  Optional<String> newest() throws IOException {
    return files.list("").stream()
        .filter(entry -> entry.path().endsWith(METADATA))
        .max(
            Comparator.comparingLong(LakeFiles.Entry::modifiedAt)
                .thenComparing(LakeFiles.Entry::path))
        .map(entry -> place.uri() + "/" + folder(entry.path()));
  }

  /** Removes all of them; the next job begins anew. */
  void clear() throws IOException {
    if (place instanceof LakePlace.Folder local) {
      WorkFolders.delete(local.folder());
      return;
    }
    for (LakeFiles.Entry entry : files.list("")) {
      files.delete(entry.path());
    }
  }

  private static String folder(String metadata) {
    return metadata.substring(0, metadata.length() - METADATA.length());
  }
}
