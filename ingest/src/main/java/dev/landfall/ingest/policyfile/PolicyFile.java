package dev.landfall.ingest.policyfile;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Thresholds;
import dev.landfall.core.policy.Workload;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Section;
import dev.landfall.ingest.config.Value;
import dev.landfall.ingest.config.Words;
import dev.landfall.ingest.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads {@code policy.yaml}: one document, several, or a list of them; together they are a history.
 *
 * <p>Shape: versions in any order, each effective from its own time; a version name or a time that
 * stands twice is a fault. Missing: the {@code default} left out allows every place, for calls that
 * no workload claims are reported as unclassified either way.
 */
public final class PolicyFile {
  private static final Map<String, String> ROWS =
      AppliedQuota.ROWS.stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

  private final PlaceReader places;

  private PolicyFile(Catalogue catalogue) {
    this.places = new PlaceReader(catalogue);
  }

  /** Reads the file; Regions are checked against the shipped catalogue. */
  public static PolicyHistory read(Path file) throws ConfigProblem {
    return read(file, Catalogue.shipped());
  }

  /** Reads the file; Regions are checked against this catalogue. */
  public static PolicyHistory read(Path file, Catalogue catalogue) throws ConfigProblem {
    List<Value> documents = new ArrayList<>();
    for (Value document : YamlFile.documents(file, null)) {
      if (document.isList()) {
        documents.addAll(document.list());
      } else {
        documents.add(document);
      }
    }
    if (documents.isEmpty()) {
      throw new ConfigProblem(file, 0, 0, null, "there is no policy in this file");
    }
    PolicyFile reader = new PolicyFile(catalogue);
    Map<String, Policy> byVersion = new TreeMap<>();
    Map<Long, Policy> byTime = new TreeMap<>();
    for (Value document : documents) {
      Policy policy = reader.policy(document);
      if (byVersion.put(policy.version(), policy) != null) {
        throw document.problem("the version '" + policy.version() + "' stands here twice");
      }
      Policy sameTime = byTime.put(policy.effectiveFrom(), policy);
      if (sameTime != null) {
        throw document.problem(
            "versions '%s' and '%s' are effective from the same time"
                .formatted(sameTime.version(), policy.version()));
      }
    }
    return new PolicyHistory(List.copyOf(byTime.values()));
  }

  private Policy policy(Value document) throws ConfigProblem {
    Section top =
        document.section(
            "version",
            "effective_from",
            "default",
            "workloads",
            "quotas",
            "thresholds",
            "exceptions");
    WorkloadReader workloads = new WorkloadReader(places);
    String version = top.need("version").text();
    long from = top.need("effective_from").instant().toEpochMilli();
    Places otherwise = top.read("default", Places.anywhere(), this::defaultPlaces);
    List<Workload> named = top.read("workloads", List.of(), workloads::all);
    return new Policy(
        version,
        from,
        otherwise,
        named,
        top.read("quotas", List.of(), this::quotas),
        top.read("thresholds", Thresholds.defaults(), PolicyFile::thresholds),
        top.read("exceptions", List.of(), value -> new ExceptionReader(places, named).all(value)));
  }

  private Places defaultPlaces(Value value) throws ConfigProblem {
    return places.places(value.section("allowed").need("allowed"));
  }

  private List<AppliedQuota> quotas(Value value) throws ConfigProblem {
    Map<String, AppliedQuota> rows = new TreeMap<>();
    List<AppliedQuota> quotas = new ArrayList<>();
    for (Value item : value.list()) {
      Section quota =
          item.section(
              "account",
              "region",
              "model",
              "row",
              "tokens_per_minute",
              "requests_per_minute",
              "tokens_per_day",
              "output_tokens_per_minute");
      String row = quota.need("row").oneOf(ROWS);
      var output = quota.read("output_tokens_per_minute", PolicyFile::amount);
      if (output.isPresent() && !row.equals(AppliedQuota.MANTLE)) {
        throw item.problem(
            "output_tokens_per_minute is for the row mantle, which alone counts output apart");
      }
      AppliedQuota applied =
          new AppliedQuota(
              quota.need("account").text(Words.ACCOUNT, Words.AN_ACCOUNT),
              places.region(quota.need("region")),
              quota.need("model").text(),
              row,
              quota.read("tokens_per_minute", PolicyFile::amount).orElse(null),
              quota.read("requests_per_minute", PolicyFile::amount).orElse(null),
              quota.read("tokens_per_day", PolicyFile::amount).orElse(null),
              output.orElse(null));
      if (applied.isEmpty()) {
        throw item.problem(
            "give tokens_per_minute, requests_per_minute, tokens_per_day or, for mantle,"
                + " output_tokens_per_minute");
      }
      String key =
          String.join("|", applied.account(), applied.region(), applied.model(), applied.row());
      if (rows.put(key, applied) != null) {
        throw item.problem("this quota row stands here twice");
      }
      quotas.add(applied);
    }
    return quotas;
  }

  private static Long amount(Value value) throws ConfigProblem {
    return value.whole(1, 1_000_000_000_000L);
  }

  private static Thresholds thresholds(Value value) throws ConfigProblem {
    Section section = value.section("quota", "throttle_ratio", "region_mix");
    Thresholds standard = Thresholds.defaults();
    return new Thresholds(
        section.read("quota", standard.quota(), v -> rising(v, 3)),
        section.read("throttle_ratio", standard.throttleRatio(), Value::ratio),
        section.read("region_mix", standard.regionMix(), v -> rising(v, 2)));
  }

  private static List<Double> rising(Value value, int count) throws ConfigProblem {
    List<Double> shares = new ArrayList<>();
    for (Value item : value.list()) {
      double share = item.ratio();
      if (!shares.isEmpty() && share <= shares.get(shares.size() - 1)) {
        throw item.problem("shares must rise; " + share + " comes after " + shares);
      }
      shares.add(share);
    }
    if (shares.size() != count) {
      throw value.problem(count + " rising shares are wanted, there are " + shares.size());
    }
    return shares;
  }
}
