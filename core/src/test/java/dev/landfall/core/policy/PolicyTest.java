package dev.landfall.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.testkit.Samples;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final Countries ATLAS = Catalogue.shipped()::country;
  private static final Match ALL = Match.everything();

  @ParameterizedTest
  @CsvSource({
    "*,anything,true",
    "*,'',true",
    "abc,abc,true",
    "abc,abcd,false",
    "a*c,ac,true",
    "a*c,abbc,true",
    "a*c,abcb,false",
    "*claude*,anthropic.claude-x,true",
    "*claude*,amazon.nova,false",
    "aa*aa,aaa,false",
    "a*b*c,aXbYc,true",
    "a*b*bc,abc,false",
    "a.c,abc,false",
    "arn:aws:sts::*:assumed-role/x-*,arn:aws:sts::1:assumed-role/x-app/s,true"
  })
  void a_glob_knows_only_the_star(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"UK,GB", "nz,NZ", "Australia,Region code", "ap-southeast-,Region code", "eu-,*"})
  void a_place_that_is_none_says_what_would_be_right(String text, String hint) {
    assertThatThrownBy(() -> Places.of(text))
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining(hint);
  }

  @Test
  void within_is_decided_by_country_and_never_guesses() {
    assertThat(Places.of("ap-southeast-2").within(Places.of("AU"), ATLAS)).isTrue();
    assertThat(Places.of("ap-southeast-1").within(Places.of("AU"), ATLAS)).isFalse();
    assertThat(Places.of("AU").within(Places.of("ap-southeast-2", "ap-southeast-4"), ATLAS))
        .isFalse();
    assertThat(Places.of("AU").within(Places.of("AU", "NZ"), ATLAS)).isTrue();
    assertThat(Places.anywhere().within(Places.of("AU"), ATLAS)).isFalse();
    assertThat(Places.of("AU").within(Places.anywhere(), ATLAS)).isTrue();
  }

  @Test
  void the_version_in_force_is_the_one_that_began_last() {
    Policy first = version("1", "2026-01-01T00:00:00Z");
    Policy second = version("2", "2026-06-01T00:00:00Z");
    PolicyHistory history = new PolicyHistory(List.of(second, first));
    assertThat(history.at(millis("2025-01-01T00:00:00Z"))).isSameAs(first);
    assertThat(history.at(millis("2026-05-31T23:59:59Z"))).isSameAs(first);
    assertThat(history.at(millis("2026-06-01T00:00:00Z"))).isSameAs(second);
    assertThatThrownBy(
            () -> new PolicyHistory(List.of(first, version("3", "2026-01-01T00:00:00Z"))))
        .hasMessageContaining("'1'")
        .hasMessageContaining("'3'");
  }

  @Test
  void the_first_workload_that_matches_wins_and_none_is_the_default() {
    Workload narrow =
        Samples.workload(
            "narrow", new Match(List.of("1111*"), List.of(), List.of("*claude*"), Map.of()), "NZ");
    Workload wide =
        Samples.workload("wide", new Match(List.of("1111*"), List.of(), List.of(), Map.of()), "AU");
    assertThat(find("111122223333", "anthropic.claude-x", Map.of(), narrow, wide))
        .isEqualTo("narrow");
    assertThat(find("111122223333", "amazon.nova", Map.of(), narrow, wide)).isEqualTo("wide");
    assertThat(find("999922223333", "amazon.nova", Map.of(), narrow, wide)).isEqualTo("default");
  }

  @Test
  void metadata_selects_a_stricter_workload_and_never_a_laxer_one() {
    Match tagged = new Match(List.of(), List.of(), List.of(), Map.of("tier", "gold*"));
    Workload strict = Samples.workload("strict", tagged, "NZ");
    Workload lax = Samples.workload("lax", tagged, "AU", "NZ", "SG");
    Workload base = Samples.workload("base", ALL, "AU", "NZ");
    Map<String, String> gold = Map.of("tier", "gold-1");
    assertThat(find("1", "m", gold, strict, base)).isEqualTo("strict");
    assertThat(find("1", "m", gold, lax, base)).isEqualTo("base");
    assertThat(find("1", "m", gold, lax, strict, base)).isEqualTo("strict");
    assertThat(find("1", "m", Map.of("tier", "silver"), strict, base)).isEqualTo("base");
    assertThat(find("1", "m", Map.of(), strict, base)).isEqualTo("base");
    assertThat(find("1", "m", gold, strict)).isEqualTo("strict");
  }

  @Test
  void metadata_cannot_select_a_workload_that_an_exception_excuses() {
    Match tagged = new Match(List.of(), List.of(), List.of(), Map.of("tier", "gold"));
    Workload strict = Samples.workload("strict", tagged, "NZ");
    Workload base = Samples.workload("base", ALL, "AU", "NZ");
    LocalDate day = LocalDate.of(2026, 11, 1);
    PolicyException excuse =
        new PolicyException("EX-1", "strict", Places.of("SG"), "why", "who", day, day);
    Policy policy = Samples.policyOf(List.of(strict, base), List.of(), List.of(excuse));
    WorkloadFinder finder = new WorkloadFinder(policy, ATLAS);
    assertThat(finder.find("1", null, "m", null, Map.of("tier", "gold")).id()).isEqualTo("base");
  }

  @Test
  void metadata_cannot_lift_a_forbidden_profile() {
    Match tagged = new Match(List.of(), List.of(), List.of(), Map.of("tier", "gold"));
    Workload strict = Samples.workload("strict", tagged, "NZ");
    Workload base = new Workload("base", null, null, ALL, Places.of("NZ"), List.of("global"), null);
    assertThat(find("1", "m", Map.of("tier", "gold"), strict, base)).isEqualTo("base");
  }

  @Test
  void only_keys_that_the_policy_matches_on_are_metadata_keys() {
    Match tagged = new Match(List.of(), List.of(), List.of(), Map.of("tier", "x", "app", "y"));
    assertThat(Samples.policy(Samples.workload("w", tagged, "NZ")).metadataKeys())
        .containsExactly("app", "tier");
    assertThat(PolicyHistory.open().metadataKeys()).isEmpty();
  }

  @Test
  void forbidding_is_by_leading_part_or_glob() {
    Workload w =
        new Workload(
            "w", null, null, ALL, Places.anywhere(), List.of("global", "us.amazon.*"), null);
    assertThat(w.forbids("global.anthropic.x")).isEqualTo("global");
    assertThat(w.forbids("us.amazon.nova")).isEqualTo("us.amazon.*");
    assertThat(w.forbids("us.anthropic.x")).isNull();
    assertThat(w.forbids("globalised.anthropic.x")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-01T23:59:59Z", "2026-12-01T00:00:00Z"})
  void an_exception_acts_from_its_approval_to_the_end_of_its_last_day(String outside) {
    PolicyException exception =
        new PolicyException(
            "EX-1",
            "w",
            Places.of("SG"),
            "r",
            "a",
            LocalDate.parse("2026-11-02"),
            LocalDate.parse("2026-11-30"));
    assertThat(exception.inForce(millis(outside))).isFalse();
    assertThat(exception.inForce(millis("2026-11-02T00:00:00Z"))).isTrue();
    assertThat(exception.inForce(millis("2026-11-30T23:59:59Z"))).isTrue();
  }

  @Test
  void values_that_cannot_be_meant_are_refused_with_what_would_be_right() {
    assertThatThrownBy(() -> new Thresholds(List.of(0.9, 0.8, 0.95), 0.05, List.of(0.2, 0.25)))
        .hasMessageContaining("rising");
    assertThatThrownBy(() -> new Thresholds(List.of(70.0, 85.0, 95.0), 0.05, List.of(0.2, 0.25)))
        .hasMessageContaining("up to 1");
    assertThatThrownBy(() -> new AppliedQuota("1", "r", "m", "cross_region", 1L, null))
        .hasMessageContaining("cross-region");
    assertThatThrownBy(() -> Samples.policy(Samples.workload("default", ALL, "NZ")))
        .hasMessageContaining("default");
    assertThatThrownBy(
            () ->
                Samples.policy(Samples.workload("a", ALL, "NZ"), Samples.workload("a", ALL, "AU")))
        .hasMessageContaining("'a'");
    assertThatThrownBy(() -> Places.of()).hasMessageContaining("empty");
  }

  private static String find(
      String account, String model, Map<String, String> metadata, Workload... workloads) {
    Policy policy = Samples.policyOf(List.of(workloads), List.of(), List.of());
    WorkloadFinder finder = new WorkloadFinder(policy, ATLAS);
    String once = finder.find(account, null, model, null, metadata).id();
    assertThat(finder.find(account, null, model, null, metadata).id()).isEqualTo(once);
    return once;
  }

  private static Policy version(String version, String from) {
    return new Policy(
        version,
        millis(from),
        Places.anywhere(),
        List.of(),
        List.of(),
        Thresholds.defaults(),
        List.of());
  }

  private static long millis(String text) {
    return Instant.parse(text).toEpochMilli();
  }
}
