package dev.landfall.ingest.policyfile;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Workload;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Section;
import dev.landfall.ingest.config.Value;
import dev.landfall.ingest.config.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code workloads:}, in order, for the first that matches wins. */
final class WorkloadReader {
  // An account may be a glob, but a whole number of any other length than 12 is a slip.
  private static final Predicate<String> ACCOUNTS =
      Pattern.compile("[0-9]{12}|(?=.*\\*)[0-9*]{1,12}").asMatchPredicate();
  // Bedrock takes at most 256 characters in a key or value of request metadata.
  private static final int METADATA_LENGTH = 256;

  private final PlaceReader places;

  WorkloadReader(PlaceReader places) {
    this.places = places;
  }

  List<Workload> all(Value value) throws ConfigProblem {
    Set<String> ids = new TreeSet<>();
    List<Workload> workloads = new ArrayList<>();
    for (Value item : value.list()) {
      Workload workload = workload(item);
      if (!ids.add(workload.id())) {
        throw item.problem("the id '" + workload.id() + "' is taken by an earlier workload");
      }
      workloads.add(workload);
    }
    return workloads;
  }

  private Workload workload(Value item) throws ConfigProblem {
    Section workload =
        item.section(
            "id",
            "owner",
            "data_class",
            "match",
            "allowed",
            "forbid_profiles",
            "objective",
            "expected_away_share");
    String id = workload.need("id").text(Words.ID, Words.AN_ID);
    if (id.equals(Canary.WORKLOAD)) {
      throw workload
          .need("id")
          .problem("'" + id + "' names the canaries that Landfall plants; choose another id");
    }
    if (id.equals(Workload.DEFAULT)) {
      throw workload.need("id").problem("'default' names calls of no workload; choose another id");
    }
    return new Workload(
        id,
        workload.read("owner", Value::text).orElse(null),
        workload.read("data_class", Value::text).orElse(null),
        match(workload.need("match")),
        places.places(workload.need("allowed")),
        workload.read("forbid_profiles", List.of(), v -> v.texts(t -> true, "a profile")),
        workload.read("objective", WorkloadReader::objective).orElse(null),
        workload.read("expected_away_share", Value::share).orElse(null));
  }

  private static Long objective(Value value) throws ConfigProblem {
    return value.section("p95_ms").need("p95_ms").whole(1, 3_600_000);
  }

  private static Match match(Value value) throws ConfigProblem {
    Section match = value.section("accounts", "principals", "models", "metadata");
    Match read =
        new Match(
            match.read(
                "accounts", List.of(), v -> v.texts(ACCOUNTS, Words.AN_ACCOUNT + ", or a glob")),
            match.read("principals", List.of(), WorkloadReader::principals),
            match.read("models", List.of(), v -> v.texts(t -> true, "a model")),
            match.read("metadata", Map.of(), WorkloadReader::metadata));
    if (match.get("accounts").isEmpty()
        && match.get("principals").isEmpty()
        && match.get("models").isEmpty()
        && match.get("metadata").isEmpty()) {
      throw value.problem("give at least one of accounts, principals, models, metadata");
    }
    return read;
  }

  private static List<String> principals(Value value) throws ConfigProblem {
    return value.texts(
        t -> t.startsWith("arn:") || t.startsWith("*"),
        "an ARN, like arn:aws:sts::*:assumed-role/name-*; a star stands for any text");
  }

  private static Map<String, String> metadata(Value value) throws ConfigProblem {
    Map<String, String> globs = new TreeMap<>();
    for (Map.Entry<String, Value> entry : value.entries().entrySet()) {
      String glob = entry.getValue().text();
      if (entry.getKey().length() > METADATA_LENGTH || glob.length() > METADATA_LENGTH) {
        throw entry.getValue().problem("request metadata has at most 256 characters");
      }
      globs.put(entry.getKey(), glob);
    }
    return globs;
  }
}
