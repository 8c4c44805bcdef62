package dev.landfall.ingest.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which findings go to which sinks; the first route that matches wins.
 *
 * <p>Missing: a null finding or severity matches every one.
 */
public record RouteConfig(
    @Nullable String finding, @Nullable String minSeverity, List<String> sinks) {
  public RouteConfig {
    sinks = List.copyOf(sinks);
  }
}
