package dev.landfall.core.detect;

import dev.landfall.core.policy.Countries;
import dev.landfall.core.policy.PolicyException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is inside a workload's allowed places, by the country of each Region. */
final class Boundary {
  private final Countries countries;

  Boundary(Countries countries) {
    this.countries = countries;
  }

  /** A Region of unknown country is inside only where its own code is allowed. */
  boolean outside(Landing landing, String region) {
    return !landing.workload().allowed().allows(region, countries.country(region));
  }

  /** The Regions outside; empty where all are inside. */
  SortedSet<String> outside(Landing landing, SortedSet<String> regions) {
    SortedSet<String> outside = new TreeSet<>();
    for (String region : regions) {
      if (outside(landing, region)) {
        outside.add(region);
      }
    }
    return outside;
  }

  /** Ids of the exceptions that together cover every Region; null: at least one is not covered. */
  @Nullable String excepted(Landing landing, SortedSet<String> regions) {
    SortedSet<String> ids = new TreeSet<>();
    for (String region : regions) {
      PolicyException exception =
          landing
              .policy()
              .exception(landing.workload().id(), region, countries.country(region), landing.at());
      if (exception == null) {
        return null;
      }
      ids.add(exception.id());
    }
    return String.join(",", ids);
  }
}
