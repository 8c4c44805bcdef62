package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.landfall.core.probe.NearestRank;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe's figures against those that the scripted server wrote down itself. */
class ProbeTimingIT {
  private static final String FOUR_OPERATIONS =
      """
      targets:
        - name: t
          region: ap-southeast-6
          model: au.anthropic.claude-sonnet-4-6
          operation: [Converse, ConverseStream, InvokeModel, InvokeModelWithResponseStream]
          prompt_tokens: 50
          max_tokens: 16
          endpoint: %s
          usd_per_million: { in: 1, out: 1 }
      schedule: { kind: poisson, rate: 50/s, for: 10s }
      concurrency: 200
      warm_up: 5
      """
          + Probes.WIDE;

  @TempDir private Path folder;

  @BeforeAll
  static void credentials() {
    Probes.credentials();
  }

  @AfterAll
  static void noCredentials() {
    Probes.noCredentials();
  }

  /**
   * Strict where the machine is quiet. What a busy machine does to every thread is measured beside
   * the run, by a thread that only sleeps, and is allowed for; and three runs are tried, since a
   * moment's starvation says nothing of the probe.
   */
  @Test
  void figures_of_50_requests_per_second_are_within_5_percent_or_2_ms_of_the_truth()
      throws Exception {
    List<String> wrong = List.of();
    for (int attempt = 0; attempt < 3; attempt++) {
      Random dice = new Random(7 + attempt);
      try (BedrockServer server = new BedrockServer(truth -> reply(truth, dice))) {
        Path lake = folder.resolve("lake-" + attempt);
        ProbePlan plan = Probes.plan(folder, FOUR_OPERATIONS.formatted(server.endpoint()));
        try (Jitter jitter = new Jitter()) {
          RunSummary summary = Probes.run(lake, plan);
          assertThat(summary.whole()).isTrue();
          assertThat(summary.warmUps()).isEqualTo(20);
          wrong = wrong(Probes.measured(lake), server, jitter.stop());
        }
      }
      if (wrong.isEmpty()) {
        return;
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static synchronized Reply reply(Truth truth, Random dice) {
    double first = 30 + Math.exp(3 + dice.nextGaussian() * 0.6);
    if (!truth.path.endsWith("-stream")) {
      return Reply.plain(first, 40 + dice.nextDouble() * 60);
    }
    double[] gaps = new double[10];
    gaps[0] = 20 + dice.nextDouble() * 100;
    for (int i = 1; i < gaps.length; i++) {
      gaps[i] = 12 + Math.exp(dice.nextGaussian());
    }
    return Reply.stream(first, 5, gaps);
  }

  private static List<String> wrong(
      List<JsonNode> samples, BedrockServer server, NearestRank jitter) {
    Wrong wrong = new Wrong(jitter, new ArrayList<>());
    assertThat(samples).hasSizeGreaterThan(400).allMatch(s -> s.get("error_code").isNull());
    Function<JsonNode, Truth> truth = s -> server.truth(s.get("request_id").asText());
    for (String operation :
        List.of("Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream")) {
      List<JsonNode> of =
          samples.stream().filter(s -> s.get("operation").asText().equals(operation)).toList();
      compare(wrong, operation, "first_byte_ms", of, s -> truth.apply(s).firstByteMs());
      compare(wrong, operation, "sent_total_ms", of, s -> truth.apply(s).totalMs());
      compare(
          wrong,
          operation,
          "total_ms",
          of,
          s -> s.get("wait_ms").asDouble() + truth.apply(s).totalMs());
      if (operation.contains("Stream")) {
        compare(wrong, operation, "first_token_ms", of, s -> truth.apply(s).firstTokenMs());
        compare(
            wrong,
            operation,
            "output_token_ms",
            of,
            s -> DoubleStream.of(truth.apply(s).gapsMs()).sum() / 9);
        double[] told = of.stream().flatMapToDouble(ProbeTimingIT::gaps).toArray();
        double[] real =
            of.stream().flatMapToDouble(s -> DoubleStream.of(truth.apply(s).gapsMs())).toArray();
        assertThat(told).hasSameSizeAs(real);
        compare(wrong, operation + " gaps_ms", told, real);
      }
    }
    return wrong.list();
  }

  private record Wrong(NearestRank jitter, List<String> list) {}

  private static DoubleStream gaps(JsonNode sample) {
    return DoubleStream.of(
        List.of(sample.get("gaps_ms").asText().split(",")).stream()
            .mapToDouble(Double::parseDouble)
            .toArray());
  }

  private static void compare(
      Wrong wrong,
      String operation,
      String metric,
      List<JsonNode> samples,
      Function<JsonNode, Double> truth) {
    compare(
        wrong,
        operation + ' ' + metric,
        samples.stream().mapToDouble(s -> s.get(metric).asDouble()).toArray(),
        samples.stream().mapToDouble(truth::apply).toArray());
  }

  private static void compare(Wrong wrong, String what, double[] told, double[] real) {
    for (double share : new double[] {0.5, 0.95, 0.99}) {
      double mine = NearestRank.of(told).at(share);
      double theirs = NearestRank.of(real).at(share);
      // A request wakes about five threads; so as many requests meet a late one as this.
      double starved = Math.max(0, wrong.jitter().at(1 - (1 - share) / 5) - 0.5);
      if (Math.abs(mine - theirs) > Math.max(2, theirs * 0.05) + 4 * starved) {
        wrong
            .list()
            .add(
                "%s P%.0f: %.2f, in truth %.2f, jitter %.2f"
                    .formatted(what, share * 100, mine, theirs, starved));
      }
    }
  }

  @Test
  void a_stall_of_two_seconds_is_seen_in_full_by_every_request_due_in_it() throws Exception {
    try (BedrockServer server = new BedrockServer(truth -> Reply.plain(10, 2))) {
      ProbePlan plan =
          Probes.plan(
              folder,
              """
              targets:
                - { name: t, region: ap-southeast-6, model: au.anthropic.claude-sonnet-4-6, operation: Converse,
                    prompt_tokens: 50, max_tokens: 16, endpoint: "%s", usd_per_million: { in: 1, out: 1 } }
              schedule: { rate: 25/s, for: 7s }
              concurrency: 10
              warm_up: 5
              """
                      .formatted(server.endpoint())
                  + Probes.WIDE);
      long stallFrom = System.nanoTime() + 4_500_000_000L;
      long nanosAtZero = System.nanoTime();
      Instant zero = Instant.now();
      server.stall(stallFrom, stallFrom + 2_000_000_000L);

      Probes.run(folder.resolve("lake"), plan);

      double from = micros(zero) + (stallFrom - nanosAtZero) / 1e3;
      double until = from + 2e6;
      List<JsonNode> due =
          Probes.measured(folder.resolve("lake")).stream()
              .filter(s -> s.get("due_at").asLong() > from && s.get("due_at").asLong() < until)
              .toList();
      assertThat(due).hasSizeBetween(45, 52);
      for (JsonNode sample : due) {
        double rest = (until - sample.get("due_at").asLong()) / 1e3;
        // Of the stall's last moments a request may have been sent just as it ended.
        assertThat(sample.get("total_ms").asDouble()).isGreaterThanOrEqualTo(rest - 3);
      }
      // Only ten could be in flight: the others waited, and their wait is told apart.
      assertThat(due.stream().filter(s -> s.get("wait_ms").asDouble() > 100).count())
          .isGreaterThan(25);
    }
  }

  private static double micros(Instant time) {
    return time.getEpochSecond() * 1e6 + time.getNano() / 1e3;
  }
}
