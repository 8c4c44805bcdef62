package dev.landfall.ingest.config;

import dev.landfall.ingest.aws.AwsAccess;
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
  static final Predicate<String> ROLE =
      Pattern.compile("arn:aws(-us-gov)?:iam::[0-9]{12}:role/.+").asMatchPredicate();
  private static final Predicate<String> BUCKET =
      Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]").asMatchPredicate();
  static final Predicate<String> URL = Pattern.compile("https?://[^\\s/]+.*").asMatchPredicate();
  private static final Predicate<String> CONSUMER =
      Pattern.compile("[a-zA-Z0-9_.-]{1,128}").asMatchPredicate();
  private static final Predicate<String> DATE = Pattern.compile("[0-9]{4}-.*").asMatchPredicate();
  private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);
  private static final Duration LOOK_BACK = Duration.ofDays(7);
  private static final Duration S3_POLL = Duration.ofSeconds(10);
  // LookupEvents answers for the last 90 days only.
  private static final Duration LOOKUP_REACH = Duration.ofDays(90);
  // Events show minutes after they happened; to look more often costs requests and finds nothing.
  private static final Duration LOOKUP_EVERY = Duration.ofMinutes(1);

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

  /** By source id, for the sources that have the key {@code quiet_after}. */
  static Map<String, Duration> quietAfter(Value value, List<SourceConfig> sources)
      throws ConfigProblem {
    Map<String, Duration> quietAfter = new TreeMap<>();
    List<Value> items = value.list();
    for (int i = 0; i < items.size(); i++) {
      Value quiet = items.get(i).entries().get("quiet_after");
      if (quiet != null) {
        quietAfter.put(sources.get(i).id(), ConfigFile.positive(quiet));
      }
    }
    return quietAfter;
  }

  private static List<String> sorted() {
    return TYPES.keySet().stream().sorted().toList();
  }

  private static SourceConfig directory(Value item) throws ConfigProblem {
    return new SourceConfig.Directory(
        item.section("type", "path", "quiet_after").need("path").path());
  }

  private static SourceConfig s3(Value item) throws ConfigProblem {
    Section s3 =
        section(
            item,
            "bucket",
            "prefix",
            "accounts",
            "regions",
            "path_style",
            "look_back",
            "notifications",
            "poll_interval");
    return new SourceConfig.S3(
        s3.need("bucket").text(BUCKET, "the name of a bucket"),
        s3.read("prefix", "", Value::textOrEmpty),
        access(s3),
        s3.read("accounts", List.of(), v -> v.texts(Words.ACCOUNT, Words.AN_ACCOUNT)),
        s3.read("regions", List.of(), v -> v.texts(Words.REGION, Words.A_REGION)),
        s3.read("path_style", false, v -> v.oneOf(YES_OR_NO)),
        s3.read("look_back", LOOK_BACK, Value::duration),
        s3.read("notifications", v -> v.text(URL, "the address of an SQS queue")).orElse(null),
        s3.read("poll_interval", S3_POLL, SourceReader::aSecondOrMore));
  }

  private static Duration aSecondOrMore(Value value) throws ConfigProblem {
    Duration duration = value.duration();
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      throw value.problem("every look costs requests; 1s is the least");
    }
    return duration;
  }

  private static SourceConfig kinesis(Value item) throws ConfigProblem {
    Section kinesis = section(item, "stream", "from", "consumer");
    return new SourceConfig.Kinesis(
        kinesis.need("stream").text(),
        access(kinesis),
        kinesis.read("from", SourceConfig.From.LATEST, SourceReader::from),
        kinesis.read("consumer", v -> v.text(CONSUMER, "the name of a consumer")).orElse(null));
  }

  private static SourceConfig.From from(Value value) throws ConfigProblem {
    return DATE.test(value.text()) ? SourceConfig.From.at(value.instant()) : value.oneOf(POSITIONS);
  }

  private static SourceConfig lookup(Value item) throws ConfigProblem {
    Section lookup = section(item, "since", "every");
    Duration since = lookup.read("since", Duration.ofDays(7), Value::duration);
    if (since.compareTo(LOOKUP_REACH) > 0) {
      throw lookup.need("since").problem("CloudTrail answers for the last 90d only");
    }
    Duration every = lookup.read("every", LOOKUP_EVERY, Value::duration);
    if (every.toMillis() < 1_000) {
      throw lookup
          .need("every")
          .problem("1s is the least: CloudTrail allows two requests a second");
    }
    return new SourceConfig.CloudTrailLookup(access(lookup), since, every);
  }

  /** A source at AWS: its own keys, and how AWS is reached. */
  private static Section section(Value item, String... own) throws ConfigProblem {
    List<String> known = new ArrayList<>(List.of("type"));
    known.addAll(List.of(own));
    known.addAll(List.of("quiet_after", "region", "endpoint", "role_arn", "external_id"));
    return item.section(known.toArray(String[]::new));
  }

  private static AwsAccess access(Section source) throws ConfigProblem {
    return new AwsAccess(
        source.need("region").text(Words.REGION, Words.A_REGION),
        source.read("endpoint", v -> v.text(URL, "an http address")).orElse(null),
        source.read("role_arn", v -> v.text(ROLE, "the ARN of a role")).orElse(null),
        source.read("external_id", Value::text).orElse(null));
  }
}
