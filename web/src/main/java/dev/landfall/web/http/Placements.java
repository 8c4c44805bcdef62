package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls by placement. */
record Placements(Map<String, Long> counts) {
  Placements {
    counts = Map.copyOf(counts);
  }

  static Placements of(List<Flow> flows) {
    Map<String, Long> counts = new HashMap<>();
    flows.forEach(f -> counts.merge(f.placement(), f.calls(), Long::sum));
    return new Placements(counts);
  }

  long of(String placement) {
    return counts.getOrDefault(placement, 0L);
  }

  long outside() {
    return of("OUTSIDE");
  }

  long unproven() {
    return of("UNPROVEN");
  }

  long inside() {
    return of("INSIDE");
  }

  long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
