package dev.landfall.core.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.alert.Advice;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Call;
import dev.landfall.core.testkit.Samples;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CanaryTest {
  private static final String ID = CanaryId.of(Canary.ACCOUNT, Samples.NOON + 123, 0xbeef);

  private final Judge judge = new Judge(Samples.policy("NZ", "AU"), Catalogue.shipped());

  private static Call planted(String id, String account, String inferenceRegion) {
    return Samples.call(id)
        .account(account)
        .source(Samples.SYDNEY)
        .model(Canary.MODEL)
        .api(
            d -> {
              d.inferenceRegion = inferenceRegion;
              d.inputTokens = 5L;
            })
        .build();
  }

  @Test
  void the_id_keeps_the_millisecond_of_the_planting() {
    assertThat(ID)
        .hasSize(36)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    assertThat(CanaryId.plantedAt(Canary.ACCOUNT, ID)).isEqualTo(Samples.NOON + 123);
  }

  @Test
  void no_other_account_no_changed_digit_and_no_id_of_aws_is_a_canary() {
    assertThat(CanaryId.plantedAt(Samples.ACCOUNT, ID)).isNull();
    for (int i = 0; i < ID.length(); i++) {
      char other = ID.charAt(i) == '0' ? '1' : '0';
      String changed = ID.substring(0, i) + other + ID.substring(i + 1);
      assertThat(CanaryId.plantedAt(Canary.ACCOUNT, changed)).as(changed).isNull();
    }
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      UUID id = new UUID(random.nextLong(), random.nextLong());
      assertThat(CanaryId.plantedAt(Canary.ACCOUNT, id.toString())).isNull();
    }
    assertThat(CanaryId.plantedAt(Canary.ACCOUNT, ID.substring(0, 35))).isNull();
    assertThat(CanaryId.plantedAt(Canary.ACCOUNT, "")).isNull();
  }

  @Test
  void the_rule_of_real_breaches_finds_it_and_nothing_else_of_it_goes_on() {
    Judgement j = judge.judge(planted(ID, Canary.ACCOUNT, Samples.OREGON));
    assertThat(j.canary()).isTrue();
    assertThat(j.quota()).isNull();
    assertThat(j.rules()).containsExactly(Canary.RULE);
    assertThat(j.grounds()).extracting(Ground::findingId).containsExactly("canary-" + ID);
    assertThat(j.grounds().get(0).region()).isEqualTo(Samples.OREGON);
  }

  @Test
  void where_the_rule_finds_no_breach_there_is_no_canary_to_tell() {
    assertThat(judge.judge(planted(ID, Canary.ACCOUNT, Samples.SYDNEY)).grounds()).isEmpty();
  }

  @Test
  void the_same_record_without_the_mark_is_a_call_like_any_other() {
    String other = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    for (Call call :
        List.of(
            planted(other, Canary.ACCOUNT, Samples.OREGON),
            planted(ID, Samples.ACCOUNT, Samples.OREGON))) {
      Judgement j = judge.judge(call);
      assertThat(j.canary()).isFalse();
      assertThat(j.workload().id()).isNotEqualTo(Canary.WORKLOAD);
      assertThat(j.grounds()).noneMatch(g -> g.rule().equals(Canary.RULE));
    }
  }

  @Test
  void a_call_to_a_model_of_aws_is_no_canary_whatever_its_id() {
    Call call =
        Samples.call(ID)
            .account(Canary.ACCOUNT)
            .source(Samples.SYDNEY)
            .model(Samples.GLOBAL_SONNET)
            .api(d -> d.inferenceRegion = Samples.OREGON)
            .build();
    assertThat(Canary.marks(call)).isFalse();
    assertThat(judge.judge(call).canary()).isFalse();
    assertThat(judge.judge(call).rules()).contains("residency-breach");
  }

  @Test
  void a_planted_file_has_the_id_in_its_name_and_no_other_file_has() {
    String file = "000000000000_CloudTrail_ap-southeast-2_20261102T1200Z_" + ID + ".json.gz";
    assertThat(CanaryId.names(Canary.ACCOUNT, file)).isTrue();
    assertThat(CanaryId.names(Samples.ACCOUNT, file)).isFalse();
    assertThat(CanaryId.names(Canary.ACCOUNT, file.replace(ID, ID.substring(0, 35)))).isFalse();
    assertThat(CanaryId.names(Canary.ACCOUNT, "0_CloudTrail_r_20261102T1200Z_aBcDeFgH.json.gz"))
        .isFalse();
  }

  @Test
  void a_real_finding_never_has_a_fingerprint_of_canaries() {
    Judgement j =
        judge.judge(
            Samples.call("r-1")
                .model(Samples.GLOBAL_SONNET)
                .api(d -> d.inferenceRegion = Samples.OREGON)
                .build());
    assertThat(j.grounds()).isNotEmpty().noneMatch(g -> Canary.isAlert(g.findingId()));
  }

  @Test
  void the_row_of_a_read_canary_keeps_its_millisecond_and_its_copies() {
    LakeRow row = CanaryRows.read(planted(ID, Canary.ACCOUNT, Samples.OREGON), true);
    assertThat(row.get("planted_at")).isEqualTo((Samples.NOON + 123) * 1_000);
    assertThat(row.get("copies")).isEqualTo(1L);
    assertThat(row.get("breach")).isEqualTo(true);
  }

  @Test
  void a_planting_comes_back_from_its_file_and_from_no_other() {
    Planting planting =
        new Planting(ID, Canary.ACCOUNT, Samples.NOON + 123, "directory:/logs", 60_000, null);
    assertThat(Planting.of(planting.file(), planting.texts())).isEqualTo(planting);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Planting.of("canary-" + UUID.randomUUID(), planting.texts()))
        .hasMessageContaining("no canary's");
  }

  @Test
  void its_message_says_that_nothing_is_wrong() {
    CanaryBook book = new CanaryBook();
    Planting planting =
        new Planting(ID, Canary.ACCOUNT, Samples.NOON, "directory:/logs", 60_000, null);
    Advice advice = new Advice(Samples.policy("NZ"), region -> null);
    Advice.Given missed = advice.on(book.missed(planting, Samples.NOON));
    assertThat(missed.title()).startsWith("CANARY MISSED");
    assertThat(missed.next()).contains("landfall doctor");
  }
}
