package dev.landfall.ingest.probe;

import dev.landfall.core.model.ModelRef;
import dev.landfall.core.probe.ProbeOperation;
import dev.landfall.core.probe.ProbeTarget.Cache;
import dev.landfall.core.probe.ProbeTarget.Connection;
import dev.landfall.core.probe.TokenPrices;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One target of a plan with every factor fixed.
 *
 * <p>Missing: a null endpoint means AWS's own; null prices mean those of the catalogue.
 */
public record PlannedTarget(
    String name,
    String region,
    String modelId,
    ProbeOperation operation,
    Connection connection,
    Cache cache,
    int promptTokens,
    int maxTokens,
    @Nullable String endpoint,
    @Nullable TokenPrices prices) {

  public ModelRef ref() {
    return ModelRef.parse(modelId);
  }

  /** What the request is sent to. AWS's own name where the plan gives none. */
  URI address() {
    return URI.create(
        endpoint != null ? endpoint : "https://bedrock-runtime." + region + ".amazonaws.com");
  }

  /** Host, and port if one is stated. */
  String host() {
    return address().getAuthority();
  }
}
