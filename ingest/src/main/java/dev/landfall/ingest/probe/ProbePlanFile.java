package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.probe.ProbePace;
import dev.landfall.core.probe.ProbeSchedule;
import dev.landfall.core.probe.ProbeSchedule.Step;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Section;
import dev.landfall.ingest.config.Value;
import dev.landfall.ingest.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code plan.yaml}. The keys are documented in {@code docs/probe.md}. */
public final class ProbePlanFile {
  private static final int MOST_REQUESTS = 1_000_000;
  private static final double NANOS = 1e9;

  /** The pace where no quota is known, per minute: slow enough that no account feels it. */
  private static final long CAREFUL_REQUESTS = 6;

  private static final long CAREFUL_TOKENS = 10_000;
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Map<String, Boolean> KINDS = Map.of("constant", false, "poisson", true);

  private ProbePlanFile() {}

  /** Reads and checks the file; a Region that the catalogue does not know is a fault. */
  public static ProbePlan read(Path file, Map<String, String> env, Catalogue catalogue)
      throws ConfigProblem {
    List<Value> documents = YamlFile.documents(file, env);
    if (documents.size() != 1) {
      throw new ConfigProblem(
          file, 0, 0, null, "one document is wanted, there are " + documents.size());
    }
    Section top =
        documents
            .get(0)
            .section(
                "targets",
                "schedule",
                "concurrency",
                "warm_up",
                "seed",
                "timeout",
                "pace",
                "caps",
                "account");
    Section pace = section(top, "pace", "share", "unknown_quota");
    return new ProbePlan(
        file,
        sha256(file),
        TargetReader.targets(top.need("targets"), catalogue),
        schedule(top.need("schedule")),
        top.read("concurrency", 50, v -> (int) v.whole(1, 1_000)),
        top.read("warm_up", 3, v -> (int) v.whole(0, 100)),
        top.read("seed", 1L, v -> v.whole(0, Long.MAX_VALUE)),
        top.read("timeout", Duration.ofSeconds(60), ProbePlanFile::timeout),
        pace == null ? 0.2 : pace.read("share", 0.2, Value::ratio),
        pace == null ? careful() : pace.read("unknown_quota", careful(), ProbePlanFile::unknown),
        top.read("caps", SpendCaps.standard(), ProbePlanFile::caps),
        top.read("account", v -> v.text(t -> ACCOUNT.matcher(t).matches(), "12 digits"))
            .orElse(null));
  }

  private static ProbePace.Limit careful() {
    return new ProbePace.Limit(CAREFUL_REQUESTS, CAREFUL_TOKENS, false);
  }

  private static ProbePace.Limit unknown(Value value) throws ConfigProblem {
    Section limit = value.section("requests_per_minute", "tokens_per_minute");
    return new ProbePace.Limit(
        limit.read("requests_per_minute", CAREFUL_REQUESTS, v -> v.whole(1, 1_000_000)),
        limit.read("tokens_per_minute", CAREFUL_TOKENS, v -> v.whole(1, 1_000_000_000)),
        false);
  }

  private static @Nullable Section section(Section above, String key, String... known)
      throws ConfigProblem {
    Optional<Value> value = above.get(key);
    return value.isPresent() ? value.get().section(known) : null;
  }

  private static Duration timeout(Value value) throws ConfigProblem {
    Duration timeout = value.duration();
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(Duration.ofMinutes(15)) > 0) {
      throw value.problem("a request may take from 1s to 15m");
    }
    return timeout;
  }

  private static ProbeSchedule schedule(Value value) throws ConfigProblem {
    Section section = value.section("kind", "rate", "for", "requests", "steps");
    boolean poisson = section.read("kind", false, v -> v.oneOf(KINDS));
    Optional<Value> requests = section.get("requests");
    int most = requests.isPresent() ? (int) requests.get().whole(1, MOST_REQUESTS) : MOST_REQUESTS;
    if (section.get("steps").isPresent()) {
      if (section.get("rate").isPresent() || section.get("for").isPresent()) {
        throw section.problem("steps have a rate and a time each; leave out 'rate' and 'for' here");
      }
      return checked(value, new ProbeSchedule(steps(section.need("steps")), poisson, most));
    }
    double rate = ProbeUnits.rate(section.need("rate"));
    long nanos;
    if (section.get("for").isPresent()) {
      nanos = nanos(section.need("for"));
    } else if (requests.isPresent()) {
      // Long enough that even unlucky pauses give the number asked for.
      nanos = (long) (NANOS * (most / rate) * (poisson ? 4 : 1) + NANOS);
    } else {
      throw section.problem("say how long, 'for: 10m', or how many, 'requests: 100'");
    }
    return checked(value, new ProbeSchedule(List.of(new Step(rate, nanos)), poisson, most));
  }

  private static ProbeSchedule checked(Value value, ProbeSchedule schedule) throws ConfigProblem {
    double sum =
        schedule.steps().stream().mapToDouble(s -> s.perSecond() * s.nanos() / NANOS).sum();
    if (Math.min(sum, schedule.atMost()) > MOST_REQUESTS * 0.99) {
      throw value.problem("more than a million requests; shorten it or lower the rate");
    }
    return schedule;
  }

  private static List<Step> steps(Value value) throws ConfigProblem {
    List<Step> steps = new ArrayList<>();
    for (Value item : value.list()) {
      Section step = item.section("rate", "for");
      steps.add(new Step(ProbeUnits.rate(step.need("rate")), nanos(step.need("for"))));
    }
    if (steps.isEmpty()) {
      throw value.problem("name at least one step: { rate: 1, for: 5m }");
    }
    return steps;
  }

  private static long nanos(Value value) throws ConfigProblem {
    Duration duration = value.duration();
    if (duration.isZero() || duration.compareTo(Duration.ofDays(7)) > 0) {
      throw value.problem("a run lasts longer than nothing and up to 7d");
    }
    return duration.toNanos();
  }

  private static SpendCaps caps(Value value) throws ConfigProblem {
    Section caps = value.section("run", "day", "month");
    SpendCaps standard = SpendCaps.standard();
    return new SpendCaps(
        caps.read("run", standard.run(), v -> cap(v, standard.run())),
        caps.read("day", standard.day(), v -> cap(v, standard.day())),
        caps.read("month", standard.month(), v -> cap(v, standard.month())));
  }

  private static SpendCaps.Cap cap(Value value, SpendCaps.Cap standard) throws ConfigProblem {
    Section cap = value.section("requests", "tokens", "usd");
    return new SpendCaps.Cap(
        cap.read("requests", standard.requests(), v -> v.whole(0, 1_000_000_000)),
        cap.read("tokens", standard.tokens(), v -> v.whole(0, 1_000_000_000_000L)),
        cap.read("usd", standard.nanoUsd(), v -> (long) (ProbeUnits.amount(v) * NANOS)));
  }

  private static String sha256(Path file) throws ConfigProblem {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new ConfigProblem(file, 0, 0, null, "cannot be read any more");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
