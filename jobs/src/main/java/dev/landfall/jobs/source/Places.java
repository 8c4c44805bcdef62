package dev.landfall.jobs.source;

import dev.landfall.ingest.source.Unreadable;
import java.io.IOException;

/** How places and what is wrong with them are written in the lake. */
final class Places {
  private Places() {}

  /** A path as a URI; what has a scheme already is one. */
  static String uri(String path) {
    return path.contains("://") ? path : FolderLister.uri(path);
  }

  /** Stable words for why an object cannot be read. */
  static String reason(IOException fault) {
    return fault instanceof Unreadable told ? told.reason() : FolderLister.reason(fault);
  }
}
