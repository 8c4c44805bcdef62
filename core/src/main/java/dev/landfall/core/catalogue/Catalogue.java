package dev.landfall.core.catalogue;

import dev.landfall.core.policy.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What AWS publishes, as dated rows: Regions, profile routes, burndown, quota codes, maxima,
 * prices; and what application profiles stand for.
 *
 * <p>Shape: immutable. A look-up takes the row in force at the time asked about; of several, a file
 * that overrides beats a shipped row and a later start beats an earlier one. Missing: no row in
 * force is "not known", which the caller must say, never a default.
 */
public final class Catalogue implements Serializable {
  private static final long serialVersionUID = 1;

  /** The day the shipped rows were last read against their sources. */
  private static final String SHIPPED = "2026-11-20";

  private static final List<String> TABLES =
      List.of("regions", "profiles", "burndown", "quotas", "maxima", "prices");

  private final List<List<CatalogueFile>> layers;
  private final String version;
  private final CatalogueReader rows = new CatalogueReader();
  private final Map<String, Rows.Region> regions = new HashMap<>();
  private final Map<String, Map<String, List<Rows.Route>>> routes = new HashMap<>();
  private final List<Pattern> burndown = new ArrayList<>();
  private final Map<String, List<Rows.Maximum>> maxima;
  private final Map<String, List<Rows.ApplicationProfile>> applicationProfiles;

  private record Pattern(Glob glob, Rows.Burndown row) {}

  private Catalogue(List<List<CatalogueFile>> layers) {
    this.layers = List.copyOf(layers);
    this.version = versionOf(layers);
    for (int layer = 0; layer < layers.size(); layer++) {
      for (CatalogueFile file : layers.get(layer)) {
        rows.read(file, layer);
      }
    }
    rows.regions.forEach(r -> regions.merge(r.code(), r, Catalogue::later));
    for (Rows.Route r : rows.routes) {
      routes
          .computeIfAbsent(r.profile(), p -> new HashMap<>())
          .computeIfAbsent(r.sourceRegion(), s -> new ArrayList<>())
          .add(r);
    }
    rows.burndown.stream()
        .filter(Rows.Burndown::chosen)
        .forEach(r -> burndown.add(new Pattern(Glob.of(r.pattern()), r)));
    maxima = grouped(rows.maxima, Rows.Maximum::model);
    applicationProfiles = grouped(rows.applicationProfiles, Rows.ApplicationProfile::arn);
  }

  /** The rows that come with the product. */
  public static Catalogue shipped() {
    return Shipped.CATALOGUE;
  }

  /** These rows and, above them, those of the files; later calls stand above earlier ones. */
  public Catalogue with(List<CatalogueFile> overrides) {
    if (overrides.isEmpty()) {
      return this;
    }
    List<List<CatalogueFile>> all = new ArrayList<>(layers);
    all.add(List.copyOf(overrides));
    return new Catalogue(all);
  }

  /** A stable text: the day of the shipped rows, and a hash of the files above them if any. */
  public String version() {
    return version;
  }

  /** ISO 3166 alpha-2; null: the Region is not known. */
  public @Nullable String country(String region) {
    Rows.Region row = regions.get(region);
    return row == null ? null : row.country();
  }

  public @Nullable String regionName(String region) {
    Rows.Region row = regions.get(region);
    return row == null ? null : row.name();
  }

  /** aws or aws-us-gov; null: the Region is not known. */
  public @Nullable String partition(String region) {
    Rows.Region row = regions.get(region);
    return row == null ? null : row.partition();
  }

  public Destinations destinations(String profileId, String sourceRegion, long atMillis) {
    Map<String, List<Rows.Route>> bySource = routes.get(profileId);
    if (bySource == null) {
      return Destinations.noProfile();
    }
    List<Rows.Route> candidates = bySource.get(sourceRegion);
    Rows.Route best = null;
    if (candidates != null) {
      for (Rows.Route row : candidates) {
        Validity v = row.validity();
        if (v.holds(atMillis) && (best == null || v.beats(best.validity()))) {
          best = row;
        }
      }
    }
    return best == null ? Destinations.unknown() : best.destinations();
  }

  /** The multiplier of output tokens; null: no text covers the model. */
  public @Nullable Long burndown(String model, long at) {
    Pattern best = null;
    for (Pattern candidate : burndown) {
      if (candidate.row.validity().holds(at)
          && candidate.glob.matches(model)
          && (best == null || moreExact(candidate, best))) {
        best = candidate;
      }
    }
    return best == null ? null : best.row.multiplier();
  }

  /** The most output tokens the model can give; null: not known. */
  public @Nullable Long modelMaximum(String model, long at) {
    Rows.Maximum best = null;
    for (Rows.Maximum row : maxima.getOrDefault(model, List.of())) {
      if (row.validity().holds(at) && (best == null || row.validity().beats(best.validity()))) {
        best = row;
      }
    }
    return best == null ? null : best.tokens();
  }

  /**
   * The model or system profile an application profile stood for at that time; null: unresolved.
   */
  public @Nullable String applicationProfile(String arn, long at) {
    Rows.ApplicationProfile best = null;
    for (Rows.ApplicationProfile row : applicationProfiles.getOrDefault(arn, List.of())) {
      if (row.validity().holds(at) && (best == null || row.validity().beats(best.validity()))) {
        best = row;
      }
    }
    return best == null ? null : best.modelOrProfile();
  }

  /**
   * US dollars per one million tokens; null: not known.
   *
   * @param routing in-region, geographic or global
   * @param token input or output
   */
  public @Nullable Double price(
      String model, String sourceRegion, String routing, String token, long at) {
    Rows.Price best = null;
    for (Rows.Price row : rows.prices) {
      if (row.model().equals(model)
          && row.routing().equals(routing)
          && row.token().equals(token)
          && (row.sourceRegion().equals(sourceRegion) || row.sourceRegion().equals("*"))
          && row.validity().holds(at)
          && (best == null || nearer(row, best))) {
        best = row;
      }
    }
    return best == null ? null : best.usdPerMillion();
  }

  /** How the quota row was last measured to behave; null: nobody measured it. */
  public Rows.@Nullable QuotaWindow quotaWindow(
      String model, String sourceRegion, String quotaRow, long at) {
    Rows.QuotaWindow best = null;
    for (Rows.QuotaWindow row : rows.quotaWindows) {
      if (row.model().equals(model)
          && row.sourceRegion().equals(sourceRegion)
          && row.quotaRow().equals(quotaRow)
          && row.validity().holds(at)
          && (best == null || row.validity().beats(best.validity()))) {
        best = row;
      }
    }
    return best;
  }

  /** The times at which what any look-up that decides on a call gives may change. */
  public SortedSet<Long> changes() {
    SortedSet<Long> changes = new TreeSet<>();
    rows.routes.forEach(row -> row.validity().addTo(changes));
    burndown.forEach(pattern -> pattern.row().validity().addTo(changes));
    rows.maxima.forEach(row -> row.validity().addTo(changes));
    rows.applicationProfiles.forEach(row -> row.validity().addTo(changes));
    return changes;
  }

  public List<Rows.Region> regionRows() {
    return List.copyOf(rows.regions);
  }

  public List<Rows.Route> routeRows() {
    return List.copyOf(rows.routes);
  }

  /** Every text's row, those that are not chosen too. */
  public List<Rows.Burndown> burndownRows() {
    return List.copyOf(rows.burndown);
  }

  public List<Rows.QuotaCode> quotaCodeRows() {
    return List.copyOf(rows.quotaCodes);
  }

  public List<Rows.Maximum> maximumRows() {
    return List.copyOf(rows.maxima);
  }

  public List<Rows.Price> priceRows() {
    return List.copyOf(rows.prices);
  }

  public List<Rows.ApplicationProfile> applicationProfileRows() {
    return List.copyOf(rows.applicationProfiles);
  }

  public List<Rows.QuotaWindow> quotaWindowRows() {
    return List.copyOf(rows.quotaWindows);
  }

  /** Travels as the files above the shipped rows; every build brings the same shipped rows. */
  private Object writeReplace() {
    ArrayList<ArrayList<CatalogueFile>> overrides = new ArrayList<>();
    layers.subList(1, layers.size()).forEach(layer -> overrides.add(new ArrayList<>(layer)));
    return new Overrides(overrides);
  }

  private record Overrides(ArrayList<ArrayList<CatalogueFile>> layers) implements Serializable {
    private Object readResolve() {
      Catalogue catalogue = shipped();
      for (List<CatalogueFile> layer : layers) {
        catalogue = catalogue.with(layer);
      }
      return catalogue;
    }
  }

  private static boolean moreExact(Pattern a, Pattern b) {
    Validity left = a.row.validity();
    Validity right = b.row.validity();
    if (left.layer() != right.layer()) {
      return left.layer() > right.layer();
    }
    int byLength = Integer.compare(a.glob.literalLength(), b.glob.literalLength());
    return byLength != 0 ? byLength > 0 : left.beats(right);
  }

  /** A higher layer first, then the Region's own row before that of all Regions. */
  private static boolean nearer(Rows.Price a, Rows.Price b) {
    if (a.validity().layer() != b.validity().layer()) {
      return a.validity().layer() > b.validity().layer();
    }
    boolean own = !a.sourceRegion().equals("*");
    return own == !b.sourceRegion().equals("*") ? a.validity().beats(b.validity()) : own;
  }

  private static Rows.Region later(Rows.Region a, Rows.Region b) {
    return b.validity().beats(a.validity()) ? b : a;
  }

  private static <T> Map<String, List<T>> grouped(List<T> rows, Function<T, String> key) {
    Map<String, List<T>> groups = new HashMap<>();
    rows.forEach(row -> groups.computeIfAbsent(key.apply(row), k -> new ArrayList<>()).add(row));
    return groups;
  }

  private static String versionOf(List<List<CatalogueFile>> layers) {
    if (layers.size() == 1) {
      return SHIPPED;
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (List<CatalogueFile> layer : layers.subList(1, layers.size())) {
        for (CatalogueFile file : layer) {
          sha.update((file.table() + '\n' + file.text() + '\n').getBytes(StandardCharsets.UTF_8));
        }
      }
      return SHIPPED + '+' + HexFormat.of().formatHex(sha.digest(), 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Read on first use; a broken shipped file is our fault and fails loudly. */
  private static final class Shipped {
    private static final Catalogue CATALOGUE = new Catalogue(List.of(files()));

    private static List<CatalogueFile> files() {
      List<CatalogueFile> files = new ArrayList<>();
      for (String table : TABLES) {
        String name = table + ".csv";
        try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
          if (in == null) {
            throw new IllegalStateException("the build lacks the catalogue file " + name);
          }
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          files.add(new CatalogueFile(table, name, text));
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read the shipped " + name, e);
        }
      }
      return files;
    }
  }
}
