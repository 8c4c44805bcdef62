package dev.landfall.ingest.source;

/**
 * Looks through a store again and again.
 *
 * <p>Errors: what cannot be listed is a problem of the listing, never an empty folder and never an
 * exception. Threads: one at a time, not always the same.
 */
public interface Lister extends AutoCloseable {
  /** The next look, or the next part of one. */
  Listing list();

  /** All that the first {@code listings} listings found is now in a complete checkpoint. */
  default void stored(long listings) {}

  @Override
  void close();
}
