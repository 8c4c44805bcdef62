package dev.landfall.jobs.lake;

/**
 * The lake is another writer's now. Never cured by trying again: that would take it back from its
 * new owner, who would take it back in turn.
 */
public final class LakeTakenOver extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LakeTakenOver(String message) {
    super(message);
  }
}
