package dev.landfall.ingest.config;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place that alerts go to.
 *
 * <p>Missing: null where the type does not use the key.
 *
 * @param secrets what a webhook is signed with, the newest first; each signs, so that a receiver
 *     may know either while they are changed
 * @param perSecond requests a second; null: what the type bears
 */
public record SinkConfig(
    String id,
    SinkType type,
    @Nullable Secret url,
    @Nullable Secret routingKey,
    List<Secret> secrets,
    @Nullable Integer perSecond)
    implements Serializable {

  public SinkConfig {
    secrets = List.copyOf(secrets);
  }

  /** Kinds of sinks, by the value of {@code type:}. */
  public enum SinkType {
    PAGERDUTY,
    SLACK,
    WEBHOOK,
    ALERTMANAGER
  }
}
