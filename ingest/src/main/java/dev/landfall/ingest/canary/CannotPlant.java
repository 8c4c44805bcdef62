package dev.landfall.ingest.canary;

/** A canary could not be planted. The message holds the place, why, and what to do. */
public final class CannotPlant extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean ever;

  private CannotPlant(String message, boolean ever) {
    super(message);
    this.ever = ever;
  }

  /** Nobody can plant in a source of this kind. */
  static CannotPlant atAll(String message) {
    return new CannotPlant(message, false);
  }

  /** It could be planted if somebody allowed it, or mended something. */
  static CannotPlant now(String message) {
    return new CannotPlant(message, true);
  }

  /** Whether anything could be done about it. */
  public boolean curable() {
    return ever;
  }
}
