package dev.landfall.ingest.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code sources:}. Each type has its own keys; a key of another type is a fault. */
final class SourceReader {
  private static final Map<String, Section.Reading<SourceConfig>> TYPES =
      Map.of(
          "directory", SourceReader::directory,
          "s3", SourceReader::s3,
          "kinesis", SourceReader::kinesis,
          "cloudtrail-lookup", SourceReader::lookup);
  private static final Map<String, SourceConfig.From> POSITIONS =
      Map.of("latest", SourceConfig.From.LATEST, "trim_horizon", SourceConfig.From.TRIM_HORIZON);
  private static final Predicate<String> ROLE =
      Pattern.compile("arn:aws(-us-gov)?:iam::[0-9]{12}:role/.+").asMatchPredicate();
  private static final Predicate<String> BUCKET =
      Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]").asMatchPredicate();
  private static final Predicate<String> URL =
      Pattern.compile("https?://[^\\s/]+.*").asMatchPredicate();
  // LookupEvents answers for the last 90 days only.
  private static final Duration LOOKUP_REACH = Duration.ofDays(90);

  private SourceReader() {}

  static List<SourceConfig> sources(Value value) throws ConfigProblem {
    Map<String, Value> places = new TreeMap<>();
    List<SourceConfig> sources = new ArrayList<>();
    for (Value item : value.list()) {
      Value type = item.entries().get("type");
      if (type == null) {
        throw item.problem("the key 'type' is missing" + Value.hint("", sorted()));
      }
      SourceConfig source = type.oneOf(TYPES).of(item);
      if (places.put(source.id(), item) != null) {
        throw item.problem(source.place() + " stands here twice; its records would count twice");
      }
      sources.add(source);
    }
    if (sources.isEmpty()) {
      throw value.problem("name at least one source, like { type: directory, path: ./logs }");
    }
    return sources;
  }

  private static List<String> sorted() {
    return TYPES.keySet().stream().sorted().toList();
  }

  private static SourceConfig directory(Value item) throws ConfigProblem {
    return new SourceConfig.Directory(item.section("type", "path").need("path").path());
  }

  private static SourceConfig s3(Value item) throws ConfigProblem {
    Section s3 =
        item.section(
            "type", "bucket", "prefix", "region", "accounts", "regions", "role_arn", "external_id");
    return new SourceConfig.S3(
        s3.need("bucket").text(BUCKET, "the name of a bucket"),
        s3.read("prefix", "", Value::textOrEmpty),
        region(s3.need("region")),
        s3.read("accounts", List.of(), v -> v.texts(Words.ACCOUNT, Words.AN_ACCOUNT)),
        s3.read("regions", List.of(), v -> v.texts(Words.REGION, Words.A_REGION)),
        s3.read("role_arn", v -> v.text(ROLE, "the ARN of a role")).orElse(null),
        s3.read("external_id", Value::text).orElse(null));
  }

  private static SourceConfig kinesis(Value item) throws ConfigProblem {
    Section kinesis = item.section("type", "stream", "region", "endpoint", "from");
    return new SourceConfig.Kinesis(
        kinesis.need("stream").text(),
        region(kinesis.need("region")),
        kinesis.read("endpoint", v -> v.text(URL, "an http address")).orElse(null),
        kinesis.read("from", SourceConfig.From.LATEST, v -> v.oneOf(POSITIONS)));
  }

  private static SourceConfig lookup(Value item) throws ConfigProblem {
    Section lookup = item.section("type", "region", "since");
    Duration since = lookup.read("since", Duration.ofDays(7), Value::duration);
    if (since.compareTo(LOOKUP_REACH) > 0) {
      throw lookup.need("since").problem("CloudTrail answers for the last 90d only");
    }
    return new SourceConfig.CloudTrailLookup(region(lookup.need("region")), since);
  }

  private static String region(Value value) throws ConfigProblem {
    return value.text(Words.REGION, Words.A_REGION);
  }
}
