package dev.landfall.ingest.config;

import dev.landfall.core.canary.Canary;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words of the domain that a route may name, whether or not this build raises each finding. */
final class Known {
  static final Map<String, String> FINDINGS =
      same(
          "residency-breach",
          "residency-unproven",
          "profile-exposure",
          "workload-unclassified",
          "outside-catalogue",
          "catalogue-gap",
          "evidence-gap",
          "quota-pressure",
          "throttle-ratio",
          "region-mix-drift",
          "latency-regression",
          "client-fallback",
          Canary.RULE);
  static final Map<String, String> SEVERITIES = same("info", "warning", "error", "critical");

  private Known() {}

  private static Map<String, String> same(String... words) {
    return Stream.of(words).collect(Collectors.toUnmodifiableMap(w -> w, Function.identity()));
  }
}
