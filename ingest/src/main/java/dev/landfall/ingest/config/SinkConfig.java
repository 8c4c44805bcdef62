package dev.landfall.ingest.config;

import org.jspecify.annotations.Nullable;

/**
 * One place that alerts go to.
 *
 * <p>Missing: null where the type does not use the key.
 */
public record SinkConfig(
    String id,
    SinkType type,
    @Nullable Secret url,
    @Nullable Secret routingKey,
    @Nullable Secret secret) {

  /** Kinds of sinks, by the value of {@code type:}. */
  public enum SinkType {
    PAGERDUTY,
    SLACK,
    WEBHOOK,
    ALERTMANAGER
  }
}
