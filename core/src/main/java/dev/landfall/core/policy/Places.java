package dev.landfall.core.policy;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of places as a policy names them: countries, Region codes, or everywhere.
 *
 * <p>Shape: countries are ISO 3166 alpha-2, Regions are AWS codes; both sorted. A Region is inside
 * when its own code is named or its country is; a prefix of a code never counts. Missing: a Region
 * whose country is not known is inside only by its own code.
 */
public record Places(boolean everywhere, SortedSet<String> countries, SortedSet<String> regions)
    implements Serializable {
  private static final Set<String> ISO = Set.of(Locale.getISOCountries());

  public Places {
    for (String country : countries) {
      requireCountry(country);
    }
    for (String region : regions) {
      if (!isRegionCode(region)) {
        throw wrong(region);
      }
    }
    if (!everywhere && countries.isEmpty() && regions.isEmpty()) {
      throw new IllegalArgumentException(
          "places want at least one country, Region code or \"*\", got an empty list");
    }
    countries = Collections.unmodifiableSortedSet(new TreeSet<>(countries));
    regions = Collections.unmodifiableSortedSet(new TreeSet<>(regions));
  }

  public static Places anywhere() {
    return new Places(true, new TreeSet<>(), new TreeSet<>());
  }

  /** From the texts of a policy: {@code "NZ"}, {@code "ap-southeast-2"}, {@code "*"}. */
  public static Places of(Collection<String> texts) {
    boolean everywhere = false;
    SortedSet<String> countries = new TreeSet<>();
    SortedSet<String> regions = new TreeSet<>();
    for (String text : texts) {
      if (text.equals("*")) {
        everywhere = true;
      } else if (isRegionCode(text)) {
        regions.add(text);
      } else {
        requireCountry(text);
        countries.add(text);
      }
    }
    return new Places(everywhere, countries, regions);
  }

  public static Places of(String... texts) {
    return of(java.util.List.of(texts));
  }

  /** Whether anything at all lies outside. */
  public boolean limited() {
    return !everywhere;
  }

  public boolean allows(String region, @Nullable String country) {
    return everywhere || regions.contains(region) || country != null && countries.contains(country);
  }

  /**
   * Whether every place of this set is surely in {@code other}. A country is never within a list of
   * Regions, for AWS may open another Region in it.
   */
  public boolean within(Places other, Countries atlas) {
    if (other.everywhere) {
      return true;
    }
    if (everywhere || !other.countries.containsAll(countries)) {
      return false;
    }
    return regions.stream().allMatch(region -> other.allows(region, atlas.country(region)));
  }

  /** The places as a policy would write them, comma separated. */
  public String text() {
    if (everywhere) {
      return "*";
    }
    SortedSet<String> all = new TreeSet<>(countries);
    all.addAll(regions);
    return String.join(",", all);
  }

  /** {@code ap-southeast-2}: lower-case parts joined by hyphens, the last one a number. */
  public static boolean isRegionCode(String text) {
    int last = text.lastIndexOf('-');
    if (last <= text.indexOf('-') || last == text.length() - 1) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = i > last ? c >= '0' && c <= '9' : c >= 'a' && c <= 'z' || c == '-';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static void requireCountry(String text) {
    if (!ISO.contains(text)) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String hint =
        upper.equals("UK")
            ? "; the United Kingdom is GB"
            : ISO.contains(upper) ? "; write " + upper : "";
    return new IllegalArgumentException(
        "a place is an ISO 3166 country like NZ, a Region code like ap-southeast-2 or \"*\", got '%s'%s"
            .formatted(text, hint));
  }
}
