package dev.landfall.jobs.source;

import java.util.Set;
import org.apache.flink.api.connector.source.SourceEvent;
import org.jspecify.annotations.Nullable;

/** What readers and the enumerator tell each other. */
final class SourceSignals {
  private SourceSignals() {}

  /**
   * Reader to enumerator, once when it starts: the splits it holds from a checkpoint. Until every
   * reader has said so no mark is made, for a held split may be older than all that is known.
   *
   * @param paths of the splits that are still to be read
   */
  record Holding(Set<Long> ordinals, Set<String> paths) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /**
   * Reader to enumerator: everything of the split has been passed on.
   *
   * @param unread the split as far as it was read, coded, if the object could not be read to its
   *     end; null: it was
   * @param kept the reader keeps the split until it hears {@link Noted}
   */
  @SuppressWarnings("ArrayRecordComponent") // a message, never compared
  record SplitDone(long ordinal, String path, byte @Nullable [] unread, boolean kept)
      implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /**
   * Enumerator to reader: it has taken down that the split could not be read, or could be at last.
   * Until then the reader keeps it, for a checkpoint may hold the reader's state after the read and
   * the enumerator's from before it heard: the try would be lost, or made again. Flink holds this
   * event back while the enumerator's state is ahead in a checkpoint, so one of both states has the
   * split.
   */
  record Noted(long ordinal) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to readers: nothing with an event time up to this is still to come. */
  record CompleteTo(long epochMillis) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to readers: the source is silent and must not hold the others back. */
  record Idle() implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to one reader: how the source stands, for the live page; coded. */
  @SuppressWarnings("ArrayRecordComponent") // a message, never compared
  record Standing(byte[] coded) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }
}
