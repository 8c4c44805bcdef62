package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.model.ModelRef;
import dev.landfall.core.probe.ProbeOperation;
import dev.landfall.core.probe.ProbeTarget.Cache;
import dev.landfall.core.probe.ProbeTarget.Connection;
import dev.landfall.core.probe.TokenPrices;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Nearest;
import dev.landfall.ingest.config.Section;
import dev.landfall.ingest.config.Value;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the targets of a plan; a list of factors stands for one target per member. */
final class TargetReader {
  /** Source: Bedrock user guide, prompt caching: the smallest prefix any model caches. */
  private static final int LEAST_CACHED = 1_024;

  private static final int MOST_TARGETS = 500;
  private static final Map<String, ProbeOperation> OPERATIONS =
      Map.of(
          ProbeOperation.CONVERSE.id(), ProbeOperation.CONVERSE,
          ProbeOperation.CONVERSE_STREAM.id(), ProbeOperation.CONVERSE_STREAM,
          ProbeOperation.INVOKE_MODEL.id(), ProbeOperation.INVOKE_MODEL,
          ProbeOperation.INVOKE_MODEL_STREAM.id(), ProbeOperation.INVOKE_MODEL_STREAM);
  private static final Map<String, Connection> CONNECTIONS =
      Map.of("cold", Connection.COLD, "warm", Connection.WARM);
  private static final Map<String, Cache> CACHES =
      Map.of("cached", Cache.CACHED, "uncached", Cache.UNCACHED);

  /** A value of a factor, and how a name shows it: empty where the factor has one value. */
  private record Choice<T>(T value, String label) {}

  private final Catalogue catalogue;
  private final List<PlannedTarget> targets = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private TargetReader(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  static List<PlannedTarget> targets(Value value, Catalogue catalogue) throws ConfigProblem {
    TargetReader reader = new TargetReader(catalogue);
    for (Value item : value.list()) {
      reader.add(item);
    }
    if (reader.targets.isEmpty()) {
      throw value.problem("name at least one target");
    }
    return reader.targets;
  }

  private void add(Value item) throws ConfigProblem {
    Section s =
        item.section(
            "name",
            "region",
            "model",
            "operation",
            "connection",
            "cache",
            "prompt_tokens",
            "max_tokens",
            "endpoint",
            "usd_per_million");
    String name = s.need("name").text(t -> t.matches("[A-Za-z0-9._-]{1,64}"), "a short name");
    String endpoint = s.read("endpoint", TargetReader::endpoint).orElse(null);
    TokenPrices prices = s.read("usd_per_million", TargetReader::prices).orElse(null);
    for (Choice<String> region : choices(s, "region", null, this::region)) {
      for (Choice<String> model : choices(s, "model", null, Value::text)) {
        for (Choice<ProbeOperation> op : choices(s, "operation", null, v -> v.oneOf(OPERATIONS))) {
          for (Choice<Connection> connection :
              choices(s, "connection", Connection.WARM, v -> v.oneOf(CONNECTIONS))) {
            for (Choice<Cache> cache : choices(s, "cache", Cache.UNCACHED, v -> v.oneOf(CACHES))) {
              for (Choice<Integer> prompt :
                  choices(s, "prompt_tokens", 200, v -> (int) v.whole(1, 200_000))) {
                for (Choice<Integer> most :
                    choices(s, "max_tokens", 64, v -> (int) v.whole(1, 128_000))) {
                  String full =
                      name
                          + region.label()
                          + model.label()
                          + op.label()
                          + connection.label()
                          + cache.label()
                          + prompt.label()
                          + most.label();
                  PlannedTarget target =
                      new PlannedTarget(
                          full,
                          region.value(),
                          model.value(),
                          op.value(),
                          connection.value(),
                          cache.value(),
                          prompt.value(),
                          most.value(),
                          endpoint,
                          prices);
                  check(item, target);
                  targets.add(target);
                }
              }
            }
          }
        }
      }
    }
    if (targets.size() > MOST_TARGETS) {
      throw item.problem("the lists of factors make more than " + MOST_TARGETS + " targets");
    }
  }

  private void check(Value item, PlannedTarget target) throws ConfigProblem {
    if (!names.add(target.name())) {
      throw item.problem("two targets are called '" + target.name() + "'; rename one");
    }
    boolean invoke =
        target.operation() == ProbeOperation.INVOKE_MODEL
            || target.operation() == ProbeOperation.INVOKE_MODEL_STREAM;
    if (invoke && BodyStyle.of(target.ref(), catalogue) == null) {
      throw item.problem(
          "the body that '%s' wants is not known; %s knows those of Anthropic and Amazon Nova models. Use Converse or ConverseStream"
              .formatted(target.modelId(), target.operation().id()));
    }
    if (target.cache() == Cache.CACHED && target.promptTokens() < LEAST_CACHED) {
      throw item.problem(
          "a cached prompt wants prompt_tokens of 1024 or more (some models 4096); below that AWS caches nothing");
    }
    if (invoke
        && target.cache() == Cache.CACHED
        && BodyStyle.of(target.ref(), catalogue) == BodyStyle.NOVA) {
      throw item.problem(
          "how a body for Nova marks a cached prompt is not known; use Converse or ConverseStream");
    }
    if (target.ref().kind() == ModelRef.Kind.UNRECOGNISED) {
      throw item.problem("'" + target.modelId() + "' is not a model id, profile id or ARN");
    }
  }

  private String region(Value value) throws ConfigProblem {
    String region = value.text();
    if (catalogue.partition(region) == null) {
      List<String> known = catalogue.regionRows().stream().map(r -> r.code()).toList();
      throw value.problem(
          "the catalogue knows no Region '%s'%s"
              .formatted(
                  region,
                  Nearest.to(region, known).map(r -> "; did you mean '" + r + "'?").orElse("")));
    }
    return region;
  }

  private static String endpoint(Value value) throws ConfigProblem {
    String text = value.text(t -> t.matches("https?://[^/?#@]+/?"), "an address like https://host");
    return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text).toString();
  }

  private static TokenPrices prices(Value value) throws ConfigProblem {
    Section prices = value.section("in", "out", "cache_read", "cache_write");
    return TokenPrices.usdPerMillion(
        ProbeUnits.amount(prices.need("in")),
        ProbeUnits.amount(prices.need("out")),
        prices.read("cache_read", ProbeUnits::amount).orElse(null),
        prices.read("cache_write", ProbeUnits::amount).orElse(null));
  }

  private static <T> List<Choice<T>> choices(
      Section section, String key, @Nullable T otherwise, Section.Reading<T> reading)
      throws ConfigProblem {
    if (section.get(key).isEmpty() && otherwise != null) {
      return List.of(new Choice<>(otherwise, ""));
    }
    Value value = section.need(key);
    if (!value.isList()) {
      return List.of(new Choice<>(reading.of(value), ""));
    }
    List<Choice<T>> choices = new ArrayList<>();
    for (Value item : value.list()) {
      choices.add(new Choice<>(reading.of(item), "/" + item.text()));
    }
    if (choices.isEmpty()) {
      throw value.problem("an empty list stands for no target; name a value");
    }
    return choices;
  }
}
