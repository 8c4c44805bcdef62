package dev.landfall.ingest.config;

import java.time.Duration;

/** How long calls and evidence packs are kept. */
public record RetentionConfig(Duration calls, Duration packs) {
  public static RetentionConfig standard() {
    return new RetentionConfig(Duration.ofDays(400), Duration.ofDays(7 * 366));
  }
}
