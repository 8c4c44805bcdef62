package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checkpoints and savepoints below a place: which is the newest one to go on from.
 *
 * <p>Shape: {@code <any folders>/_metadata}; a state is complete when its metadata is there, which
 * Flink puts in place as the last thing and whole. The newest is the one whose metadata was written
 * last, whichever job wrote it: numbers of two jobs cannot be compared.
 */
final class SavedStates {
  private static final String METADATA = "/_metadata";
  private static final Comparator<State> OLDEST_FIRST =
      Comparator.comparingLong(State::at).thenComparing(State::uri);

  private final LakePlace place;
  private final LakeFiles files;

  private SavedStates(LakePlace place) {
    this.place = place;
    this.files = LakeFiles.at(place);
  }

  /** {@code at}: when its metadata was written, epoch milliseconds. */
  record State(String folder, String uri, long at) {}

  static SavedStates below(LakePlace place) {
    return new SavedStates(place);
  }

  /** The newest state below any of the places as Flink names it, a URI; empty if there is none. */
  static Optional<String> newestOf(LakePlace... places) throws IOException {
    return newestState(each -> true, places).map(State::uri);
  }

  /** The newest of those that count. */
  static Optional<State> newestState(Predicate<State> counts, LakePlace... places)
      throws IOException {
    List<State> all = new ArrayList<>();
    for (LakePlace place : places) {
      all.addAll(below(place).complete());
    }
    return all.stream().filter(counts).max(OLDEST_FIRST);
  }

  Optional<String> newest() throws IOException {
    return newestOf(place);
  }

  /** Removes all complete states but the newest few. */
  void keepNewest(int few) throws IOException {
    List<State> all = new ArrayList<>(complete());
    all.sort(OLDEST_FIRST);
    for (State old : all.subList(0, Math.max(0, all.size() - few))) {
      for (LakeFiles.Entry entry : files.list(old.folder())) {
        files.delete(entry.path());
      }
    }
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

  private List<State> complete() throws IOException {
    List<State> states = new ArrayList<>();
    for (LakeFiles.Entry entry : files.list("")) {
      if (entry.path().endsWith(METADATA)) {
        String folder = entry.path().substring(0, entry.path().length() - METADATA.length());
        states.add(new State(folder, place.uri() + "/" + folder, entry.modifiedAt()));
      }
    }
    return states;
  }
}
