package dev.landfall.web.cli;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.ingest.config.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "catalogue",
    description = "What we know of AWS's Regions, profiles and quotas: show.")
final class CatalogueVerb {

  @Command(
      name = "show",
      description = "Print the catalogue's rows with their validity and source.",
      footer = {"", "Examples:", "  landfall catalogue show", "  landfall catalogue show profiles"})
  static final class Show extends ConfiguredVerb {
    private static final Map<String, Function<Catalogue, List<?>>> TABLES = tables();

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "TABLE",
        description =
            "regions, profiles, burndown, quotas, maxima, prices, application_profiles or quota_windows.")
    private String table = "";

    Show(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      Catalogue catalogue = config.given() ? Setup.catalogue(configuration()) : Catalogue.shipped();
      StringBuilder text = new StringBuilder();
      if (table.isEmpty()) {
        text.append("version ").append(catalogue.version()).append('\n');
        TABLES.forEach(
            (name, rows) ->
                text.append("%-22s %d rows%n".formatted(name, rows.apply(catalogue).size())));
      } else {
        Function<Catalogue, List<?>> rows = TABLES.get(table);
        if (rows == null) {
          throw new WrongUsage(
              "there is no table '%s'%s There are: %s"
                  .formatted(
                      table,
                      Nearest.to(table, TABLES.keySet())
                          .map(n -> "; did you mean '" + n + "'?")
                          .orElse("."),
                      String.join(", ", TABLES.keySet())));
        }
        rows.apply(catalogue).forEach(row -> text.append(RecordText.of((Record) row)).append('\n'));
      }
      io.data(text.toString());
      return Exit.FINE;
    }

    private static Map<String, Function<Catalogue, List<?>>> tables() {
      Map<String, Function<Catalogue, List<?>>> tables = new LinkedHashMap<>();
      tables.put("regions", Catalogue::regionRows);
      tables.put("profiles", Catalogue::routeRows);
      tables.put("burndown", Catalogue::burndownRows);
      tables.put("quotas", Catalogue::quotaCodeRows);
      tables.put("maxima", Catalogue::maximumRows);
      tables.put("prices", Catalogue::priceRows);
      tables.put("application_profiles", Catalogue::applicationProfileRows);
      tables.put("quota_windows", Catalogue::quotaWindowRows);
      return tables;
    }
  }
}
