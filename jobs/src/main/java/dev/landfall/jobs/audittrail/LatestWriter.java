package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.audittrail.SavedStates.State;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which of the two, {@code up} or a cluster's job, saved a state of the lake last.
 *
 * <p>Each goes on from its own states; one that goes on from before the other's would take the lake
 * back to then without a word, so it is refused.
 */
enum LatestWriter {
  UP,
  CLUSTER;

  /** Throws an {@link IOException} with both states and the cure if the other one saved last. */
  static void require(Settings settings, LatestWriter wanted) throws IOException {
    Optional<State> other = (wanted == UP ? CLUSTER : UP).newest(settings);
    if (other.isEmpty()) {
      return;
    }
    Optional<State> own = wanted.newest(settings);
    if (own.isPresent() && own.get().at() >= other.get().at()) {
      return;
    }
    String from = own.map(LatestWriter::words).orElse("the beginning");
    String theirs = words(other.get());
    String folder = other.get().uri();
    throw new IOException(
        wanted == UP
            ? ("a cluster's job wrote the lake last (%s) and 'up' would go on from %s, which takes"
                    + " the lake back. Go on with 'landfall job submit --resume'; or remove %s and"
                    + " what is beside it")
                .formatted(theirs, from, folder)
            : ("'up' wrote the lake last (%s) and the cluster's job would go on from %s, which"
                    + " takes the lake back. Go on with 'landfall up'; or name a state with"
                    + " --from-savepoint; or remove %s and what is beside it")
                .formatted(theirs, from, folder));
  }

  private Optional<State> newest(Settings settings) throws IOException {
    LakePlace lake = settings.lake();
    LakePlace own = EmbeddedStates.own(lake);
    if (this == UP) {
      return SavedStates.newestState(each -> true, own, EmbeddedStates.savepoints(lake));
    }
    // Without a place of its own a cluster's job keeps its states beside those of 'up'.
    String ups = own.uri() + "/";
    return SavedStates.newestState(each -> !each.uri().startsWith(ups), settings.savedStates());
  }

  private static String words(State state) {
    Instant at = Instant.ofEpochMilli(state.at()).truncatedTo(ChronoUnit.SECONDS);
    return "%s of %s".formatted(state.uri(), at);
  }
}
