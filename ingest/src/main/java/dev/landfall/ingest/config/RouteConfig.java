package dev.landfall.ingest.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which findings go to which sinks; the first route that matches wins.
 *
 * <p>Missing: a null finding, workload or account matches every one; a null severity matches from
 * warning up, for information is told only where it is asked for.
 */
public record RouteConfig(
    @Nullable String finding,
    @Nullable String minSeverity,
    @Nullable String workload,
    @Nullable String account,
    List<String> sinks) {
  public RouteConfig {
    sinks = List.copyOf(sinks);
  }
}
