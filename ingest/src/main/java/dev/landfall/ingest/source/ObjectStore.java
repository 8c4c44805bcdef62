package dev.landfall.ingest.source;

import java.io.Serializable;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A folder or a bucket: plain values that travel with the job, and what reads it where it runs. */
public interface ObjectStore extends Serializable {
  /** {@code directory} or {@code s3}. */
  String type();

  /** Where it is: the path that {@link Listing#problems()} names when nothing can be listed. */
  String root();

  /** How many objects are opened before the one being read is done; 0: opening takes no time. */
  int ahead();

  /**
   * @param bounded what is there now is listed once, all of it
   * @param listedUntil when the last whole look was begun, from a checkpoint; null: there was none
   */
  Lister lister(boolean bounded, Clock clock, @Nullable Long listedUntil);

  Opener opener();
}
