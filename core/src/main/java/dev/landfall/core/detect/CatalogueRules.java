package dev.landfall.core.detect;

import java.util.List;

/** Where the catalogue is contradicted or silent. Calls that were refused say nothing of it. */
public final class CatalogueRules {
  public static final DetectorSpec OUTSIDE =
      new DetectorSpec(
          "outside-catalogue",
          1,
          "Call served in a Region that the catalogue rules out",
          Severity.ERROR,
          "Either AWS changed where a profile leads or our rows are wrong; both void what is called"
              + " bounded.",
          "Silent where no log names a Region, and for profiles whose destinations are open.",
          "Ask GetInferenceProfile from the source Region, then refresh the catalogue.");

  public static final DetectorSpec GAP =
      new DetectorSpec(
          "catalogue-gap",
          1,
          "Profile without a row in the catalogue",
          Severity.WARNING,
          "Without destinations no call of the profile can be bounded.",
          "A profile that has rows for other source Regions is no gap here; its calls are unproven.",
          "Refresh the catalogue, or add the profile to an override file.");

  public void check(Landing landing, List<Ground> grounds) {
    String profile = landing.profile();
    for (String region : landing.outsideCatalogue()) {
      grounds.add(
          new Ground(
              OUTSIDE.id(),
              OUTSIDE.version(),
              OUTSIDE.severity(),
              landing.account(),
              landing.workload().id(),
              profile,
              region,
              null,
              landing.at(),
              (profile == null ? "A model" : profile)
                  + " was served in "
                  + region
                  + ", which the catalogue rules out"));
    }
    if (landing.uncatalogued() && profile != null && landing.ran()) {
      grounds.add(
          new Ground(
              GAP.id(),
              GAP.version(),
              GAP.severity(),
              null,
              null,
              profile,
              null,
              null,
              landing.at(),
              "The catalogue has no row for " + profile));
    }
  }
}
