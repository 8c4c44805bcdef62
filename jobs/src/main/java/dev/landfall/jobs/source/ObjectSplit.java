package dev.landfall.jobs.source;

import dev.landfall.ingest.object.ObjectRef;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * One object to read, and how far it has been read; or one thing to say of a folder.
 *
 * <p>Shape: {@code ordinal} counts the splits of a source in the order they were found and is never
 * used twice; marks are kept by it. {@code delivered} is the number of records already passed on:
 * after a restart the object is read from its start and that many are skipped. Missing: {@code
 * reason} is null unless the errand is {@link Errand#UNLISTED}.
 */
public record ObjectSplit(
    long ordinal,
    ObjectRef ref,
    String path,
    Errand errand,
    long delivered,
    @Nullable String reason)
    implements SourceSplit {

  /** What the reader is to do. The ordinal is stored; add at the end only. */
  public enum Errand {
    /** Read the object. */
    READ,
    /** Read it again after it could not be opened; if it still cannot, that is already said. */
    RETRY,
    /** Say that the folder could not be listed. */
    UNLISTED,
    /** Say that the folder can be listed again. */
    LISTED_AGAIN,
    /** Tell the enumerator again that the object could not be read: nobody knows if it heard. */
    UNREAD,
    /** Tell the enumerator again that a new try has read the object. */
    READ_AT_LAST
  }

  @Override
  public String splitId() {
    return Long.toString(ordinal);
  }

  ObjectSplit at(long position) {
    return new ObjectSplit(ordinal, ref, path, errand, position, reason);
  }

  /** The same with nothing left to do but to tell how it went. */
  ObjectSplit told(Errand outcome) {
    return new ObjectSplit(ordinal, ref, path, outcome, delivered, null);
  }

  boolean isOutcome() {
    return errand == Errand.UNREAD || errand == Errand.READ_AT_LAST;
  }

  ObjectSplit again(long newOrdinal) {
    return new ObjectSplit(newOrdinal, ref, path, Errand.RETRY, delivered, null);
  }
}
