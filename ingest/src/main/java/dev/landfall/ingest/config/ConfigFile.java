package dev.landfall.ingest.config;

import dev.landfall.core.model.Family;
import dev.landfall.core.pairing.Expectations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code landfall.yaml}. The keys are documented in {@code docs/configuration.md}. */
public final class ConfigFile {
  private static final Map<String, Family> FAMILIES =
      Map.of("trail", Family.TRAIL, "log", Family.LOG);
  private static final Map<String, JobConfig.StateBackend> BACKENDS =
      Map.of("hashmap", JobConfig.StateBackend.HASHMAP, "rocksdb", JobConfig.StateBackend.ROCKSDB);

  private static final Predicate<String> PUBLIC_URL =
      Pattern.compile("https?://[^\\s/?#]+(/[^\\s?#]*)?").asMatchPredicate();

  private ConfigFile() {}

  /**
   * Reads and checks the file.
   *
   * @param env answers {@code ${NAME}}
   */
  public static LandfallConfig read(Path file, Map<String, String> env) throws ConfigProblem {
    List<Value> documents = YamlFile.documents(file, env);
    if (documents.size() != 1) {
      throw new ConfigProblem(
          file, 0, 0, null, "one document is wanted, there are " + documents.size());
    }
    Section top =
        documents
            .get(0)
            .section(
                "lake",
                "lake_access",
                "policy",
                "settle",
                "remember",
                "expect",
                "sources",
                "web",
                "retention",
                "sinks",
                "routes",
                "alerts",
                "limits",
                "job",
                "cluster",
                "catalogue",
                "probe",
                "canary",
                "heartbeat");
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    Duration settle = top.read("settle", LandfallConfig.Defaults.SETTLE, Value::duration);
    Duration remember = top.read("remember", LandfallConfig.Defaults.REMEMBER, Value::duration);
    if (remember.compareTo(settle) < 0) {
      throw top.get("remember")
          .or(() -> top.get("settle"))
          .orElseThrow()
          .problem("a call must be remembered at least as long as it takes to settle");
    }
    List<SourceConfig> sources = SourceReader.sources(top.need("sources"));
    JobConfig job = top.read("job", JobConfig.standard(), ConfigFile::job);
    List<SinkConfig> sinks = top.read("sinks", List.of(), SinkReader::sinks);
    LakePlace lake = PlaceReader.lake(top, folder);
    return new LandfallConfig(
        file,
        lake,
        top.read("policy", folder.resolve("policy.yaml"), Value::path),
        settle,
        remember,
        top.read("expect", List.of(), ConfigFile::expect),
        sources,
        top.read("web", WebConfig.standard(), ConfigFile::web),
        top.read(
            "retention",
            RetentionConfig.standard(),
            value -> retention(value, settle.plus(remember))),
        sinks,
        top.read("routes", List.of(), value -> SinkReader.routes(value, sinks)),
        top.read("alerts", AlertConfig.standard(), ConfigFile::alerts),
        top.read("limits", LimitsConfig.standard(), ConfigFile::limits),
        job.withQuietAfter(SourceReader.quietAfter(top.need("sources"), sources)),
        PlaceReader.cluster(top, lake),
        top.read("catalogue", Value::path).orElse(null),
        top.read("probe", ConfigFile::probe).orElse(null),
        top.read("canary", CanaryConfig.standard(), WatchReader::canary),
        top.read("heartbeat", WatchReader::heartbeat).orElse(null));
  }

  private static List<Expectations.Entry> expect(Value value) throws ConfigProblem {
    List<Expectations.Entry> entries = new ArrayList<>();
    for (Value item : value.list()) {
      Section entry = item.section("accounts", "families");
      EnumSet<Family> families = EnumSet.noneOf(Family.class);
      for (Value family : entry.need("families").list()) {
        families.add(family.oneOf(FAMILIES));
      }
      if (families.isEmpty()) {
        throw entry.need("families").problem("name at least one family: trail, log");
      }
      List<String> accounts = entry.need("accounts").texts(Words.ACCOUNT, Words.AN_ACCOUNT);
      if (accounts.isEmpty()) {
        throw entry.need("accounts").problem("name at least one account");
      }
      entries.add(new Expectations.Entry(accounts, families));
    }
    return entries;
  }

  private static AlertConfig alerts(Value value) throws ConfigProblem {
    Section alerts =
        value.section(
            "max_age",
            "repeat_interval",
            "group_interval",
            "burst",
            "digest_wait",
            "most_waiting",
            "retry_first",
            "retry_most",
            "give_up",
            "timeout");
    AlertConfig standard = AlertConfig.standard();
    return new AlertConfig(
        alerts.read("max_age", standard.maxAge(), Value::duration),
        alerts.read("repeat_interval", standard.repeatInterval(), ConfigFile::positive),
        alerts.read("group_interval", standard.groupInterval(), Value::duration),
        alerts.read("burst", standard.burst(), v -> (int) v.whole(1, 100_000)),
        alerts.read("digest_wait", standard.digestWait(), ConfigFile::positive),
        alerts.read("most_waiting", standard.mostWaiting(), v -> (int) v.whole(10, 100_000)),
        alerts.read("retry_first", standard.retryFirst(), ConfigFile::positive),
        alerts.read("retry_most", standard.retryMost(), ConfigFile::positive),
        alerts.read("give_up", standard.giveUp(), ConfigFile::positive),
        alerts.read("timeout", standard.timeout(), ConfigFile::positive));
  }

  private static String publicUrl(Value value) throws ConfigProblem {
    String url = value.text(PUBLIC_URL, "an address like https://landfall.example.com");
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static WebConfig web(Value value) throws ConfigProblem {
    Section web = value.section("bind", "port", "public_url");
    WebConfig standard = WebConfig.standard();
    return new WebConfig(
        web.read("bind", standard.bind(), Value::text),
        web.read("port", standard.port(), port -> (int) port.whole(0, 65_535)),
        web.read("public_url", ConfigFile::publicUrl).orElse(null));
  }

  /**
   * {@code least}: a day may leave the lake only when none of its calls can change any more, which
   * is when the job has forgotten them.
   */
  private static RetentionConfig retention(Value value, Duration least) throws ConfigProblem {
    Section retention = value.section("calls", "packs");
    return new RetentionConfig(
        retention.read("calls", v -> keep(v, least)).orElse(null),
        retention.read("packs", ConfigFile::positive).orElse(null));
  }

  private static Duration keep(Value value, Duration least) throws ConfigProblem {
    Duration keep = value.duration();
    if (keep.compareTo(least) < 0) {
      throw value.problem(
          "'%s' is too short: a call may change until it has settled and is forgotten, so the least is settle + remember, %s"
              .formatted(value.text(), Units.text(least)));
    }
    return keep;
  }

  private static LimitsConfig limits(Value value) throws ConfigProblem {
    Section limits = value.section("max_record", "max_depth", "max_inflation_ratio", "max_object");
    LimitsConfig standard = LimitsConfig.standard();
    return new LimitsConfig(
        limits.read("max_record", standard.maxRecordBytes(), v -> atLeast(v, 1 << 10, "1KiB")),
        limits.read("max_depth", standard.maxDepth(), v -> (int) v.whole(8, 10_000)),
        limits.read(
            "max_inflation_ratio", standard.maxInflationRatio(), v -> (int) v.whole(2, 100_000)),
        limits.read("max_object", standard.maxObjectBytes(), v -> atLeast(v, 1 << 20, "1MiB")));
  }

  private static long atLeast(Value value, long least, String word) throws ConfigProblem {
    long bytes = value.bytes();
    if (bytes < least) {
      throw value.problem("the size is too small; " + word + " is the least");
    }
    return bytes;
  }

  private static JobConfig job(Value value) throws ConfigProblem {
    Section job =
        value.section(
            "parallelism",
            "checkpoint_interval",
            "poll_interval",
            "allowed_delay",
            "state_backend",
            "silent_after");
    JobConfig standard = JobConfig.standard();
    return new JobConfig(
        job.read("parallelism", standard.parallelism(), v -> (int) v.whole(0, 256)),
        job.read("checkpoint_interval", standard.checkpointInterval(), ConfigFile::positive),
        job.read("poll_interval", standard.pollInterval(), ConfigFile::positive),
        job.read("allowed_delay", standard.allowedDelay(), Value::duration),
        job.read("state_backend", standard.stateBackend(), v -> v.oneOf(BACKENDS)),
        job.read("silent_after", standard.silentAfter(), ConfigFile::positive),
        standard.quietAfter());
  }

  private static ProbeConfig probe(Value value) throws ConfigProblem {
    Section probe = value.section("plan", "every");
    Duration every = probe.read("every", Duration.ofMinutes(15), Value::duration);
    if (every.compareTo(Duration.ofMinutes(1)) < 0) {
      throw probe.need("every").problem("a probe starts at most once a minute");
    }
    return new ProbeConfig(probe.need("plan").path(), every);
  }

  static Duration positive(Value value) throws ConfigProblem {
    Duration duration = value.duration();
    if (duration.isZero()) {
      throw value.problem("must be longer than nothing");
    }
    return duration;
  }
}
