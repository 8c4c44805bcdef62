package dev.landfall.core.judge;

import static dev.landfall.core.testkit.Samples.AUCKLAND;
import static dev.landfall.core.testkit.Samples.AU_SONNET;
import static dev.landfall.core.testkit.Samples.GLOBAL_SONNET;
import static dev.landfall.core.testkit.Samples.NOVA;
import static dev.landfall.core.testkit.Samples.SONNET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.core.testkit.Samples;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QuotaUseTest {
  private final Judge judge = new Judge(PolicyHistory.open(), Catalogue.shipped());

  @Test
  void the_log_counts_before_the_trail_and_output_is_multiplied() {
    Judgement j =
        judge.judge(
            Samples.call("r")
                .model(AU_SONNET)
                .api(
                    d -> {
                      d.inputTokens = 999L;
                      d.outputTokens = 999L;
                      d.maxTokens = 8_000L;
                    })
                .log(
                    d -> {
                      d.inputTokens = 200L;
                      d.outputTokens = 1_000L;
                      d.cacheReadTokens = 50L;
                    })
                .build());
    assertThat(j.burnTokens()).isEqualTo(5_200);
    assertThat(j.reservedTokens()).isEqualTo(8_200);
    QuotaUse use = Objects.requireNonNull(j.quota());
    assertThat(use.key().text())
        .isEqualTo("111122223333|ap-southeast-6|" + SONNET + "|cross-region");
    assertThat(use.settledTokens()).isEqualTo(5_200);
  }

  @Test
  void the_row_follows_the_kind_of_profile() {
    assertThat(rowOf(SONNET)).isEqualTo("on-demand");
    assertThat(rowOf(AU_SONNET)).isEqualTo("cross-region");
    assertThat(rowOf(GLOBAL_SONNET)).isEqualTo("global");
    assertThat(rowOf("arn:aws:bedrock:ap-southeast-6:111122223333:provisioned-model/x")).isNull();
    assertThat(rowOf("arn:aws:bedrock:ap-southeast-6:1:application-inference-profile/x")).isNull();
    assertThat(judge.judge(Samples.call("r").log(d -> d.tier = "reserved").build()).quota())
        .isNull();
  }

  private String rowOf(String model) {
    return judge.judge(Samples.call("r").model(model).api().build()).quotaRow();
  }

  @Test
  void a_throttled_call_settles_nothing_and_is_a_request() {
    Judgement j =
        judge.judge(
            Samples.call("r")
                .source(AUCKLAND)
                .api(d -> d.errorCode = "ThrottlingException")
                .build());
    QuotaUse use = Objects.requireNonNull(j.quota());
    assertThat(use.throttled()).isTrue();
    assertThat(use.settledTokens()).isZero();
    assertThat(use.reservedTokens()).isZero();
  }

  @Test
  void unseen_and_unset_max_tokens_are_not_guessed() {
    Judgement unseen = judge.judge(Samples.call("r").log(d -> d.inputTokens = 1L).build());
    Judgement unset =
        judge.judge(
            Samples.call("r")
                .log(
                    d -> {
                      d.inputTokens = 1L;
                      d.bodyRead = true;
                    })
                .build());
    assertThat(unseen.reservedTokens()).isNull();
    assertThat(unset.reservedTokens()).isNull();
    assertThat(
            CallRows.row(unseen, dev.landfall.core.pairing.RevisionLabel.FINAL)
                .get("max_tokens_basis"))
        .isEqualTo("unseen");
    assertThat(
            CallRows.row(unset, dev.landfall.core.pairing.RevisionLabel.FINAL)
                .get("max_tokens_basis"))
        .isEqualTo("unset");
  }

  @Test
  void tokens_nobody_states_stay_unknown() {
    Judgement j = judge.judge(Samples.call("r").model(NOVA).api().build());
    assertThat(j.burnTokens()).isNull();
    assertThat(Objects.requireNonNull(j.quota()).settledTokens()).isNull();
    assertThat(j.burndown()).isEqualTo(1);
  }
}
