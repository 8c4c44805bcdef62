package dev.landfall.reports.explain;

import java.util.List;

/** The lake has no such id, or several begin with it; the message says which and what to do. */
public final class NoStory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> candidates;

  NoStory(String message, List<String> candidates) {
    super(message);
    this.candidates = List.copyOf(candidates);
  }

  /** Ids that begin as asked; empty: there is none. */
  public List<String> candidates() {
    return candidates;
  }
}
