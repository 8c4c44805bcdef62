package dev.landfall.ingest.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * Opens stored objects.
 *
 * <p>Errors: {@link Unreadable} with a stable reason, at the opening or later while reading.
 * Threads: safe.
 */
public interface Opener extends AutoCloseable {
  /** The stored bytes as they come; they are never held whole in memory. */
  InputStream open(String path) throws IOException;

  @Override
  void close();
}
