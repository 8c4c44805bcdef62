package dev.landfall.core.catalogue;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Turns CSV files into rows and says file and line of whatever it cannot take. */
final class CatalogueReader {
  final List<Rows.Region> regions = new ArrayList<>();
  final List<Rows.Route> routes = new ArrayList<>();
  final List<Rows.Burndown> burndown = new ArrayList<>();
  final List<Rows.QuotaCode> quotaCodes = new ArrayList<>();
  final List<Rows.Maximum> maxima = new ArrayList<>();
  final List<Rows.Price> prices = new ArrayList<>();
  final List<Rows.ApplicationProfile> applicationProfiles = new ArrayList<>();
  final List<Rows.QuotaWindow> quotaWindows = new ArrayList<>();

  void read(CatalogueFile file, int layer) {
    switch (file.table()) {
      case "regions" -> regions(file, layer);
      case "profiles" -> profiles(file, layer);
      case "burndown" -> burndown(file, layer);
      case "quotas" -> quotas(file, layer);
      case "maxima" -> maxima(file, layer);
      case "prices" -> prices(file, layer);
      case "application_profiles" -> applicationProfiles(file, layer);
      case "quota_windows" -> quotaWindows(file, layer);
      default ->
          throw new CatalogueProblem(
              file.origin(),
              0,
              "a catalogue file is regions, profiles, burndown, quotas, maxima, prices,"
                  + " application_profiles or quota_windows, got '%s'".formatted(file.table()));
    }
  }

  private void regions(CatalogueFile file, int layer) {
    for (CsvTable.Line line : lines(file, "code", "name", "country", "partition")) {
      regions.add(
          new Rows.Region(
              line.required("code"),
              line.required("name"),
              line.required("country"),
              line.required("partition"),
              validity(line, layer)));
    }
  }

  private void profiles(CatalogueFile file, int layer) {
    for (CsvTable.Line line : lines(file, "profile", "source_region", "destinations")) {
      String text = line.required("destinations");
      Destinations destinations =
          text.equals("*")
              ? Destinations.open()
              : Destinations.closed(new TreeSet<>(List.of(text.split(" +"))));
      routes.add(
          new Rows.Route(
              line.required("profile"),
              line.required("source_region"),
              destinations,
              validity(line, layer)));
    }
  }

  private void burndown(CatalogueFile file, int layer) {
    for (CsvTable.Line line : lines(file, "model", "multiplier", "chosen")) {
      String multiplier = line.required("multiplier");
      burndown.add(
          new Rows.Burndown(
              line.required("model"),
              multiplier.equals("unknown") ? null : count(line, "multiplier"),
              yes(line, "chosen"),
              validity(line, layer)));
    }
  }

  private void quotas(CatalogueFile file, int layer) {
    for (CsvTable.Line line : lines(file, "model", "endpoint", "quota_row", "quota_type", "code")) {
      quotaCodes.add(
          new Rows.QuotaCode(
              line.required("model"),
              line.required("endpoint"),
              line.required("quota_row"),
              line.required("quota_type"),
              line.required("code"),
              line.optional("name"),
              validity(line, layer)));
    }
  }

  private void maxima(CatalogueFile file, int layer) {
    for (CsvTable.Line line : lines(file, "model", "max_output_tokens")) {
      maxima.add(
          new Rows.Maximum(
              line.required("model"), count(line, "max_output_tokens"), validity(line, layer)));
    }
  }

  private void prices(CatalogueFile file, int layer) {
    for (CsvTable.Line line :
        lines(file, "model", "source_region", "routing", "token", "usd_per_million")) {
      prices.add(
          new Rows.Price(
              line.required("model"),
              line.required("source_region"),
              line.required("routing"),
              line.required("token"),
              amount(line, "usd_per_million"),
              validity(line, layer)));
    }
  }

  private void applicationProfiles(CatalogueFile file, int layer) {
    for (CsvTable.Line line : lines(file, "arn", "model_or_profile")) {
      applicationProfiles.add(
          new Rows.ApplicationProfile(
              line.required("arn"), line.required("model_or_profile"), validity(line, layer)));
    }
  }

  private void quotaWindows(CatalogueFile file, int layer) {
    for (CsvTable.Line line :
        lines(file, "model", "source_region", "quota_row", "window", "cache_reads_reserved")) {
      quotaWindows.add(
          new Rows.QuotaWindow(
              line.required("model"),
              line.required("source_region"),
              line.required("quota_row"),
              oneOf(line, "window", "clock-minute", "rolling", "undecided"),
              oneOf(line, "cache_reads_reserved", "yes", "no", "undecided"),
              validity(line, layer)));
    }
  }

  private static String oneOf(CsvTable.Line line, String column, String... words) {
    String text = line.required(column);
    if (!List.of(words).contains(text)) {
      throw line.problem("%s wants one of %s, got '%s'".formatted(column, List.of(words), text));
    }
    return text;
  }

  private static List<CsvTable.Line> lines(CatalogueFile file, String... own) {
    List<String> columns = new ArrayList<>(List.of(own));
    columns.addAll(List.of("valid_from", "valid_to", "source"));
    return CsvTable.read(file, columns).lines();
  }

  private static Validity validity(CsvTable.Line line, int layer) {
    long from = day(line, "valid_from", line.required("valid_from"));
    String end = line.optional("valid_to");
    long to = end.isEmpty() ? Long.MAX_VALUE : day(line, "valid_to", end);
    if (to <= from) {
      throw line.problem("valid_to wants a day after valid_from, got %s".formatted(end));
    }
    return new Validity(from, to, line.required("source"), line.optional("note"), layer);
  }

  private static long day(CsvTable.Line line, String column, String text) {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      throw line.problem("%s wants a day like 2026-11-01, got '%s'".formatted(column, text));
    }
  }

  private static long count(CsvTable.Line line, String column) {
    String text = line.required(column);
    try {
      long value = Long.parseLong(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below, as a number that is not above 0 is
    }
    throw line.problem("%s wants a whole number above 0, got '%s'".formatted(column, text));
  }

  private static double amount(CsvTable.Line line, String column) {
    String text = line.required(column);
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw line.problem("%s wants an amount like 1.10, got '%s'".formatted(column, text));
  }

  private static boolean yes(CsvTable.Line line, String column) {
    String text = line.required(column);
    if (!text.equals("yes") && !text.equals("no")) {
      throw line.problem("%s wants yes or no, got '%s'".formatted(column, text));
    }
    return text.equals("yes");
  }
}
