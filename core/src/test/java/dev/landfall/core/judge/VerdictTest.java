package dev.landfall.core.judge;

import static dev.landfall.core.testkit.Samples.AUCKLAND;
import static dev.landfall.core.testkit.Samples.AU_SONNET;
import static dev.landfall.core.testkit.Samples.EU_SONNET;
import static dev.landfall.core.testkit.Samples.GLOBAL_SONNET;
import static dev.landfall.core.testkit.Samples.LONDON;
import static dev.landfall.core.testkit.Samples.MELBOURNE;
import static dev.landfall.core.testkit.Samples.SINGAPORE;
import static dev.landfall.core.testkit.Samples.SONNET;
import static dev.landfall.core.testkit.Samples.SYDNEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.CatalogueFile;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.testkit.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  private static final String PROFILE =
      "arn:aws:bedrock:ap-southeast-6:111122223333:application-inference-profile/a1b2c3d4e5f6";

  private final Judge judge = new Judge(PolicyHistory.open(), Catalogue.shipped());

  private Judgement of(Call call) {
    return judge.judge(call);
  }

  @Test
  void both_families_naming_one_region_agree() {
    Judgement j =
        of(
            Samples.call("r")
                .model(AU_SONNET)
                .api(d -> d.inferenceRegion = SYDNEY)
                .log(d -> d.inferenceRegion = SYDNEY)
                .build());
    assertThat(j.verdict()).isEqualTo(Verdict.AGREED);
    assertThat(j.inferenceRegion()).isEqualTo(SYDNEY);
    assertThat(j.country()).isEqualTo("AU");
    assertThat(j.reason()).isNull();
  }

  @Test
  void a_silent_or_absent_family_leaves_the_other_alone() {
    Call silentLog =
        Samples.call("r").model(AU_SONNET).api(d -> d.inferenceRegion = SYDNEY).log().build();
    Call noTrail = Samples.call("r").model(AU_SONNET).log(d -> d.inferenceRegion = SYDNEY).build();
    assertThat(of(silentLog).verdict()).isEqualTo(Verdict.TRAIL_ONLY_NAMED);
    assertThat(of(noTrail).verdict()).isEqualTo(Verdict.LOG_ONLY_NAMED);
  }

  @Test
  void the_completion_speaks_for_the_trail() {
    Call call =
        Samples.call("r")
            .model(AU_SONNET)
            .operation("ConverseStream")
            .api()
            .completion(d -> d.inferenceRegion = MELBOURNE)
            .log(d -> d.inferenceRegion = MELBOURNE)
            .build();
    assertThat(of(call).verdict()).isEqualTo(Verdict.AGREED);
    assertThat(of(call).facts().completedAt()).isEqualTo(Samples.NOON + 3_000);
  }

  @Test
  void two_regions_conflict_between_families_and_within_one() {
    Call between =
        Samples.call("r")
            .model(AU_SONNET)
            .api(d -> d.inferenceRegion = SYDNEY)
            .log(d -> d.inferenceRegion = MELBOURNE)
            .build();
    Call within =
        Samples.call("r")
            .model(AU_SONNET)
            .api(d -> d.inferenceRegion = SYDNEY)
            .completion(d -> d.inferenceRegion = MELBOURNE)
            .build();
    assertThat(of(between).verdict()).isEqualTo(Verdict.CONFLICT);
    assertThat(of(within).verdict()).isEqualTo(Verdict.CONFLICT);
    assertThat(of(between).inferenceRegion()).isNull();
    assertThat(of(between).trailRegions()).containsExactly(SYDNEY);
    assertThat(of(between).logRegions()).containsExactly(MELBOURNE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccessDenied",
        "AccessDeniedException",
        "ThrottlingException",
        "ResourceNotFoundException",
        "ServiceQuotaExceededException"
      })
  void a_refusal_without_tokens_or_completion_did_not_run(String error) {
    Judgement j = of(Samples.call("r").api(d -> d.errorCode = error).build());
    assertThat(j.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(j.inferenceRegion()).isNull();
    assertThat(j.burnTokens()).isZero();
  }

  @Test
  void a_refusal_that_burned_tokens_or_completed_did_run() {
    Call burned =
        Samples.call("r")
            .api(d -> d.errorCode = "ThrottlingException")
            .log(d -> d.outputTokens = 5L)
            .build();
    Call completed =
        Samples.call("r").api(d -> d.errorCode = "ThrottlingException").completion(d -> {}).build();
    Call named =
        Samples.call("r")
            .api(
                d -> {
                  d.errorCode = "AccessDenied";
                  d.inferenceRegion = SYDNEY;
                })
            .build();
    assertThat(of(burned).verdict()).isEqualTo(Verdict.BY_RULE);
    assertThat(of(completed).verdict()).isEqualTo(Verdict.BY_RULE);
    assertThat(of(named).verdict()).isEqualTo(Verdict.TRAIL_ONLY_NAMED);
  }

  @Test
  void a_validation_error_is_no_refusal() {
    Call call = Samples.call("r").api(d -> d.errorCode = "ValidationException").build();
    assertThat(of(call).verdict()).isEqualTo(Verdict.BY_RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SONNET,
        "arn:aws:bedrock:ap-southeast-6::foundation-model/anthropic.claude-sonnet-4-6",
        "arn:aws:bedrock:ap-southeast-6:111122223333:provisioned-model/abcdefghijkl"
      })
  void what_never_leaves_the_source_region_is_there_by_rule(String model) {
    Judgement j = of(Samples.call("r").model(model).api().log().build());
    assertThat(j.verdict()).isEqualTo(Verdict.BY_RULE);
    assertThat(j.inferenceRegion()).isEqualTo(AUCKLAND);
    assertThat(j.country()).isEqualTo("NZ");
  }

  @Test
  void mantle_stays_by_rule_whatever_its_model_is_called() {
    Call call =
        Samples.call("r")
            .operation("CreateInference")
            .model("openai.gpt-oss-120b")
            .api(d -> d.endpoint = Endpoint.MANTLE)
            .build();
    assertThat(of(call).verdict()).isEqualTo(Verdict.BY_RULE);
    assertThat(of(call).quotaRow()).isEqualTo("mantle");
  }

  @Test
  void a_known_profile_bounds_the_call() {
    Judgement j = of(Samples.call("r").model(AU_SONNET).api().log().build());
    assertThat(j.verdict()).isEqualTo(Verdict.BOUNDED);
    assertThat(j.boundedRegions()).containsExactly(SYDNEY, MELBOURNE, AUCKLAND);
    assertThat(j.inferenceRegion()).isNull();
  }

  @Test
  void unknown_carries_the_reason_that_applies_first() {
    Call absent = Samples.call("r").model(GLOBAL_SONNET).api().log().build();
    Call failed =
        Samples.call("r")
            .model(GLOBAL_SONNET)
            .api(d -> d.errorCode = "ModelErrorException")
            .build();
    Call blocked =
        Samples.call("r").model(GLOBAL_SONNET).log(d -> d.guardrailBlocked = true).build();
    Call unresolved = Samples.call("r").model(PROFILE).api().log().build();
    Call uncatalogued = Samples.call("r").model("mars." + SONNET).api().log().build();
    assertThat(reason(absent)).isEqualTo("field-absent");
    assertThat(reason(failed)).isEqualTo("failed-after-start");
    assertThat(reason(blocked)).isEqualTo("guardrail-blocked");
    assertThat(reason(unresolved)).isEqualTo("unresolved-profile");
    assertThat(reason(uncatalogued)).isEqualTo("unresolved-profile");
  }

  private String reason(Call call) {
    Judgement j = of(call);
    assertThat(j.verdict()).isEqualTo(Verdict.UNKNOWN);
    return String.valueOf(j.reason());
  }

  @Test
  void a_completion_alone_tells_the_model_but_not_the_profile() {
    Call silent =
        Samples.call("r").model(AU_SONNET).operation("ConverseStream").completion(d -> {}).build();
    Call naming =
        Samples.call("r")
            .model(AU_SONNET)
            .operation("ConverseStream")
            .completion(d -> d.inferenceRegion = SYDNEY)
            .build();
    assertThat(reason(silent)).isEqualTo("unresolved-profile");
    assertThat(of(silent).model()).isEqualTo(SONNET);
    assertThat(of(silent).profileKind()).isEqualTo("UNRECOGNISED");
    assertThat(of(silent).quota()).isNull();
    assertThat(of(naming).verdict()).isEqualTo(Verdict.TRAIL_ONLY_NAMED);
  }

  @Test
  void an_application_profile_is_what_it_stood_for_at_the_time() {
    String csv =
        "arn,model_or_profile,valid_from,valid_to,source\n"
            + PROFILE
            + ",au.anthropic.claude-sonnet-4-6,2026-10-01,2026-11-02,CreateInferenceProfile\n"
            + PROFILE
            + ",anthropic.claude-sonnet-4-6,2026-11-02,,CreateInferenceProfile\n";
    Judge knowing =
        new Judge(
            PolicyHistory.open(),
            Catalogue.shipped()
                .with(List.of(new CatalogueFile("application_profiles", "a.csv", csv))));
    Call today = Samples.call("r").model(PROFILE).api().log().build();
    Call before =
        Samples.call("r").model(PROFILE).log(d -> d.eventAt = Samples.NOON - 86_400_000L).build();
    assertThat(knowing.judge(today).verdict()).isEqualTo(Verdict.BY_RULE);
    assertThat(knowing.judge(today).quotaRow()).isEqualTo("on-demand");
    assertThat(knowing.judge(before).verdict()).isEqualTo(Verdict.BOUNDED);
    assertThat(knowing.judge(before).quotaRow()).isEqualTo("cross-region");
    assertThat(knowing.judge(before).profile()).isEqualTo(PROFILE);
    assertThat(knowing.judge(before).model()).isEqualTo(SONNET);
  }

  @Test
  void a_named_region_outside_the_closed_set_is_flagged() {
    Call fromSydney =
        Samples.call("r")
            .source(SYDNEY)
            .model(AU_SONNET)
            .log(d -> d.inferenceRegion = AUCKLAND)
            .build();
    Call fromAuckland =
        Samples.call("r").model(AU_SONNET).log(d -> d.inferenceRegion = AUCKLAND).build();
    Call baseModel =
        Samples.call("r").model(SONNET).log(d -> d.inferenceRegion = SINGAPORE).build();
    assertThat(of(fromSydney).outsideCatalogue()).isTrue();
    assertThat(of(fromAuckland).outsideCatalogue()).isFalse();
    assertThat(of(baseModel).outsideCatalogue()).isTrue();
  }

  @Test
  void london_is_a_destination_only_of_calls_made_there() {
    Judgement london = of(Samples.call("r").source(LONDON).model(EU_SONNET).api().build());
    Judgement dublin = of(Samples.call("r").source("eu-west-1").model(EU_SONNET).api().build());
    assertThat(london.boundedRegions()).contains(LONDON);
    assertThat(dublin.boundedRegions()).doesNotContain(LONDON);
  }

  @Test
  void times_follow_the_log_and_a_known_latency() {
    Judgement j =
        of(
            Samples.call("r")
                .api(d -> d.eventAt = Samples.NOON + 2_000)
                .log(d -> d.latencyMs = 1_500L)
                .build());
    assertThat(j.facts().calledAt()).isEqualTo(Samples.NOON);
    assertThat(j.facts().completedAt()).isEqualTo(Samples.NOON + 2_000);
    assertThat(j.facts().startedAt()).isEqualTo(Samples.NOON + 500);
    Judgement logOnly = of(Samples.call("r").log(d -> d.latencyMs = 1_500L).build());
    assertThat(logOnly.facts().completedAt()).isEqualTo(Samples.NOON + 1_500);
    assertThat(logOnly.facts().startedAt()).isEqualTo(Samples.NOON);
  }
}
