package dev.landfall.ingest.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long calls and evidence packs are meant to be kept.
 *
 * <p>Nothing acts on it: whatever stands here, nothing leaves the lake for its age. Who states it
 * is told so. Missing: null is not stated.
 */
public record RetentionConfig(@Nullable Duration calls, @Nullable Duration packs) {
  public static RetentionConfig standard() {
    return new RetentionConfig(null, null);
  }

  /** Whether somebody may believe that something is removed. */
  public boolean isStated() {
    return calls != null || packs != null;
  }
}
