package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Thresholds;
import dev.landfall.core.probe.ProbePurpose;
import dev.landfall.core.probe.ProbeTarget.Connection;
import dev.landfall.core.testkit.Samples;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbePlanFileTest {
  private static final Path CASES = Path.of("src/test/resources/plans");

  @TempDir private Path folder;

  static List<Path> faults() throws IOException {
    return Faults.in(CASES);
  }

  private static ProbePlan read(Path file) throws ConfigProblem {
    return ProbePlanFile.read(file, Map.of(), Catalogue.shipped());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_is_named_with_its_place_and_what_would_be_right(Path file) throws IOException {
    Faults.assertNamed(file, catchThrowableOfType(ConfigProblem.class, () -> read(file)));
  }

  @Test
  void lists_of_factors_are_multiplied_out_and_names_tell_them_apart() throws Exception {
    ProbePlan plan = read(CASES.resolve("ok/every-key.yaml"));
    assertThat(plan.targets()).hasSize(2 * 2 * 2 * 2 + 1);
    assertThat(plan.targets())
        .extracting(PlannedTarget::name)
        .doesNotHaveDuplicates()
        .contains("akl/au.anthropic.claude-sonnet-4-6/ConverseStream/cold/64", "cached");
    assertThat(plan.targets()).filteredOn(t -> t.connection() == Connection.COLD).hasSize(8);
    assertThat(plan.caps().run()).isEqualTo(new SpendCaps.Cap(600, 400_000, 2_500_000_000L));
    assertThat(plan.account()).isEqualTo("111122223333");
    assertThat(plan.schedule().due(plan.seed()).size()).isBetween(400, 500);
  }

  @Test
  void every_key_is_documented() throws Exception {
    String doc = Files.readString(Path.of("../docs/probe.md"));
    for (String line : Files.readAllLines(CASES.resolve("ok/every-key.yaml"))) {
      var keys = java.util.regex.Pattern.compile("([a-z_]+):").matcher(line);
      while (keys.find()) {
        assertThat(doc).contains("`" + keys.group(1) + "`");
      }
    }
  }

  private static final String ONE =
      """
      targets:
        - { name: a, region: ap-southeast-6, model: au.anthropic.claude-sonnet-4-6, operation: Converse,
            prompt_tokens: 100, max_tokens: 100, usd_per_million: { in: 1, out: 1 } }
        - { name: b, region: ap-southeast-6, model: au.anthropic.claude-sonnet-4-6, operation: ConverseStream,
            prompt_tokens: 100, max_tokens: 100, usd_per_million: { in: 1, out: 1 } }
      schedule: { rate: 10/s, requests: 20 }
      warm_up: 1
      """;

  private static ProbeOutline outline(ProbePlan plan, PolicyHistory policy) throws ProbeProblem {
    return ProbeOutline.of(plan, null, Catalogue.shipped(), policy, Samples.NOON);
  }

  @Test
  void an_unknown_quota_makes_the_run_slow_and_says_so() throws Exception {
    ProbeOutline outline = outline(Probes.plan(folder, ONE), PolicyHistory.open());
    assertThat(outline.asks()).hasSize(22);
    assertThat(outline.nanos()).isGreaterThanOrEqualTo(3 * 60_000_000_000L);
    assertThat(outline.stretchedBy()).isGreaterThan(100_000_000_000L);
    assertThat(new OutlineText(outline).text())
        .contains("no applied quota")
        .contains("longer than the schedule")
        .contains("worst cost");
  }

  @Test
  void a_known_quota_is_shared_as_the_plan_says() throws Exception {
    AppliedQuota quota =
        new AppliedQuota(
            Samples.ACCOUNT, "ap-southeast-6", Samples.SONNET, "cross-region", 20_000L, null);
    PolicyHistory policy =
        new PolicyHistory(
            List.of(
                new Policy(
                    "v",
                    0,
                    Places.anywhere(),
                    List.of(),
                    List.of(quota),
                    Thresholds.defaults(),
                    List.of())));
    ProbeOutline outline = outline(Probes.plan(folder, ONE), policy);
    // A fifth of 20,000 tokens a minute is 20 requests of 200 tokens.
    assertThat(outline.asks().get(19).dueNanos()).isLessThan(3_000_000_000L);
    assertThat(outline.asks().get(20).dueNanos()).isGreaterThanOrEqualTo(60_000_000_000L);
  }

  @Test
  void targets_take_turns_in_drawn_order_and_the_same_seed_draws_the_same() throws Exception {
    ProbePlan plan = Probes.plan(folder, ONE + Probes.WIDE);
    ProbeOutline outline = outline(plan, PolicyHistory.open());
    List<String> measured =
        outline.asks().stream()
            .filter(a -> a.purpose() == ProbePurpose.MEASURE)
            .map(a -> a.target().name())
            .toList();
    for (int block = 0; block < measured.size(); block += 2) {
      assertThat(measured.subList(block, block + 2)).containsExactlyInAnyOrder("a", "b");
    }
    assertThat(measured.stream().collect(Collectors.joining())).contains("aa").contains("bb");
    assertThat(outline(plan, PolicyHistory.open()).asks()).isEqualTo(outline.asks());
    assertThat(outline.stretchedBy()).isZero();
  }

  @Test
  void a_model_without_a_price_is_refused_with_both_cures() throws Exception {
    ProbePlan plan =
        Probes.plan(folder, ONE.replace(", usd_per_million: { in: 1, out: 1 }", "") + Probes.WIDE);
    assertThatThrownBy(() -> outline(plan, PolicyHistory.open()))
        .hasMessageContaining("prices.csv")
        .hasMessageContaining("usd_per_million");
  }

  @Test
  void the_worst_case_counts_a_token_per_byte_and_each_answer_at_its_limit() throws Exception {
    ProbeOutline outline = outline(Probes.plan(folder, ONE + Probes.WIDE), PolicyHistory.open());
    long bytes = Prompt.of(outline.asks().get(0).target(), 1, 0).rest().length();
    assertThat(outline.asks().get(0).worstTokens()).isEqualTo(bytes + 200 + 100);
    assertThat(bytes).isBetween(200L, 500L);
  }

  @Test
  void a_prompt_of_no_cache_shares_no_beginning_and_a_cached_one_does() {
    PlannedTarget target = outlineTarget();
    assertThat(Prompt.of(target, 1, 1).rest().substring(0, 8))
        .isNotEqualTo(Prompt.of(target, 1, 2).rest().substring(0, 8));
    String common = Filler.common(5, 1_100);
    assertThat(common).isEqualTo(Filler.common(5, 1_100));
    assertThat(common.split(" ")).hasSize(1_100);
    assertThat(Filler.tail(5, 1)).isNotEqualTo(Filler.tail(5, 2));
  }

  private PlannedTarget outlineTarget() {
    try {
      return Probes.plan(folder, ONE).targets().get(0);
    } catch (IOException | ConfigProblem e) {
      throw new AssertionError(e);
    }
  }
}
