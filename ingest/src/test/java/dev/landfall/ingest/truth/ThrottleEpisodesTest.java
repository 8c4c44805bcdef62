package dev.landfall.ingest.truth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.model.Call;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaWindow;
import dev.landfall.core.quota.ThrottleVerdict;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Forty episodes of each kind, refused by the generator's own limiter; the ledger, which knows only
 * what the logs say, must name the quota that the limiter refused by.
 */
class ThrottleEpisodesTest {
  private static final int EPISODES = 40;
  private static final double WANTED = 0.95;

  @TempDir Path folder;

  @ParameterizedTest(name = "limiter by the {0} minute, seed {1}")
  @CsvSource({"rolling, 3", "clock, 4"})
  void the_verdict_names_the_quota_that_really_refused(String minute, long seed) throws Exception {
    new Generator(
            GeneratorOptions.of(folder, 200, seed)
                .withSpan(Duration.ofMinutes(20L * EPISODES))
                .withBodyBytes(1_000)
                .withNoise(0)
                .withDamage(false)
                .withEpisodes(EPISODES, minute.equals("clock")))
        .run();
    JsonNode truth = new JsonMapper().readTree(folder.resolve("truth.json").toFile());
    PolicyHistory policy = PolicyFile.read(folder.resolve("policy.yaml"));
    Map<String, QuotaLedger> ledgers = QuotaFindings.ledgers(judged(policy));
    Map<String, int[]> rates = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (JsonNode episode : truth.path("throttle_episodes")) {
      assertOneQuotaRefused(episode);
      String key =
          String.join(
              "|",
              episode.path("account").asText(),
              episode.path("source_region").asText(),
              episode.path("model").asText(),
              episode.path("quota_row").asText());
      ThrottleVerdict verdict = verdict(episode, QuotaKey.parse(key), ledgers.get(key), policy);
      int[] rate = rates.computeIfAbsent(episode.path("kind").asText(), kind -> new int[2]);
      rate[1]++;
      if (verdict != null && verdict.kind().id().equals(episode.path("kind").asText())) {
        rate[0]++;
      } else {
        wrong.add(episode + " said to be " + (verdict == null ? "nothing" : verdict.words()));
      }
    }
    assertThat(rates).containsOnlyKeys("reservation", "settlement", "requests");
    rates.forEach(
        (kind, rate) -> {
          System.out.printf(
              "throttle verdicts, limiter by the %s minute: %s right in %d of %d%n",
              minute, kind, rate[0], rate[1]);
          assertThat(rate[1]).isEqualTo(EPISODES);
          assertThat(rate[0])
              .as("%s: %s", kind, wrong)
              .isGreaterThanOrEqualTo((int) Math.ceil(WANTED * rate[1]));
        });
  }

  /** The planted kind refused by far the most calls, or the episode would show nothing. */
  private static void assertOneQuotaRefused(JsonNode episode) {
    long all = 0;
    for (JsonNode count : episode.path("refused")) {
      all += count.asLong();
    }
    long planted = episode.path("refused").path(episode.path("kind").asText()).asLong();
    assertThat(all).as("%s", episode).isGreaterThan(20);
    assertThat(planted).as("%s", episode).isGreaterThan(all * 8 / 10);
  }

  private static ThrottleVerdict verdict(
      JsonNode episode, QuotaKey key, QuotaLedger ledger, PolicyHistory policy) {
    long from = Instant.parse(episode.path("from").asText()).toEpochMilli();
    long to = Instant.parse(episode.path("to").asText()).toEpochMilli();
    List<Long> minutes = new ArrayList<>();
    for (long at = Math.floorDiv(from, 60_000L) * 60_000L; at <= to + 60_000; at += 60_000) {
      minutes.add(at);
    }
    return ThrottleVerdict.of(
        ledger,
        minutes,
        policy.at(from).quota(key.account(), key.sourceRegion(), key.model(), key.quotaRow()),
        QuotaWindow.UNKNOWN);
  }

  private List<Judgement> judged(PolicyHistory policy) throws Exception {
    Map<String, Call> calls = new HashMap<>();
    GeneratedLogs.read(
        folder.resolve("logs"),
        policy,
        witness -> calls.merge(witness.key().text(), Call.of(witness), Call::merge));
    Judge judge = new Judge(policy, Catalogue.shipped());
    return calls.values().stream().map(judge::judge).toList();
  }
}
