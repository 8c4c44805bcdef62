package dev.landfall.ingest.policyfile;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.Rows;
import dev.landfall.core.policy.Places;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Nearest;
import dev.landfall.ingest.config.Value;
import dev.landfall.ingest.config.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads countries and Regions. A Region that the catalogue does not know is a fault: a misspelt one
 * would allow or forbid nothing, silently.
 */
final class PlaceReader {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final Catalogue catalogue;
  private final Set<String> regions = new TreeSet<>();

  PlaceReader(Catalogue catalogue) {
    this.catalogue = catalogue;
    for (Rows.Region row : catalogue.regionRows()) {
      regions.add(row.code());
    }
  }

  Places places(Value value) throws ConfigProblem {
    List<String> texts = new ArrayList<>();
    for (Value item : value.list()) {
      String text = item.text();
      if (text.equals("*")) {
        texts.add(text);
      } else if (text.contains("-")) {
        texts.add(region(item));
      } else {
        texts.add(country(item));
      }
    }
    if (texts.isEmpty()) {
      throw value.problem("name at least one country or Region, or \"*\" for everywhere");
    }
    return Places.of(texts);
  }

  String region(Value value) throws ConfigProblem {
    String code = value.text(Words.REGION, Words.A_REGION);
    if (catalogue.country(code) == null) {
      String near = Nearest.to(code, regions).map(r -> "did you mean '" + r + "'? ").orElse("");
      throw value.problem(
          "'%s' is not a Region that the catalogue knows; %sIf AWS opened it since, add it to the catalogue folder"
              .formatted(code, near));
    }
    return code;
  }

  private static String country(Value value) throws ConfigProblem {
    String text = value.text();
    if (COUNTRIES.contains(text)) {
      return text;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    String cure =
        upper.equals("UK")
            ? "; the United Kingdom is GB"
            : COUNTRIES.contains(upper)
                ? "; write " + upper
                : "; countries are ISO 3166 codes like NZ, Regions look like ap-southeast-6";
    throw value.problem("'" + text + "' is neither a country nor a Region" + cure);
  }
}
