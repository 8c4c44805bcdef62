package dev.landfall.web.http;

import dev.landfall.core.catalogue.Catalogue;
import org.jspecify.annotations.Nullable;

/** What a page writes for a Region: its code and, beneath, the city and country. */
final class Atlas {
  private final Catalogue catalogue;

  Atlas(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * City and country, {@code Auckland, New Zealand}; once where the name already says it, as in
   * {@code Canada (Central)}.
   */
  String place(String region) {
    String country = Text.country(catalogue.country(region));
    String name = catalogue.regionName(region);
    if (name == null) {
      return country;
    }
    return name.startsWith(country) ? name : name + ", " + country;
  }

  /**
   * Code and place in one line; what to say for a Region that is not known stands in {@code none}.
   */
  String line(@Nullable String region, String none) {
    return region == null ? none : region + ", " + place(region);
  }
}
