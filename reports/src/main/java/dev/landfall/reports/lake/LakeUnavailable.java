package dev.landfall.reports.lake;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lake cannot be read: no published version, a damaged manifest, or a data file that is gone.
 *
 * <p>It is never answered with an empty report: "we could not look" is not "nothing there".
 */
public final class LakeUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String place;

  LakeUnavailable(Path place, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.place = place.toString();
  }

  LakeUnavailable(Path place, String message) {
    this(place, message, null);
  }

  /** The folder or file that could not be read. */
  public String place() {
    return place;
  }
}
