package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.edge.UseBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Findings on a quota row as the job tells them; time is given by the harness. */
class QuotaFindingsTest {
  private static final long SETTLE = 7_200_000;
  private static final long REMEMBER = 7 * 86_400_000L;
  private static final long MINUTE = 60_000;
  private static final long START = Samples.NOON;
  private static final QuotaKey KEY =
      new QuotaKey(Samples.ACCOUNT, Samples.AUCKLAND, Samples.SONNET, "cross-region");

  private KeyedOneInputStreamOperatorTestHarness<String, Parcel, byte[]> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void pressure_is_told_at_once_with_value_limit_and_who_holds_it() throws Exception {
    open(Mode.LIVE);
    harness.setProcessingTime(START + 30_000);
    give(false, settled(0, 90, 1_000));
    harness.setProcessingTime(START + 30_200);

    FindingRevision told = only("quota-pressure", revisions());
    assertThat(told.standing()).isTrue();
    assertThat(told.severity()).isEqualTo(Severity.ERROR);
    assertThat(told.region()).isEqualTo(Samples.AUCKLAND);
    assertThat(told.subject()).isEqualTo(Samples.SONNET + " cross-region");
    assertThat(told.value())
        .startsWith("90,000 tokens a minute (90.0 %)")
        .contains("by the clock's");
    assertThat(told.limit()).isEqualTo("100,000 tokens a minute");
    assertThat(told.cause()).startsWith("Held by contact-centre 100 %");
    assertThat(told.workload()).isNull();
  }

  @Test
  void graver_pressure_is_the_same_finding_told_again() throws Exception {
    open(Mode.LIVE);
    harness.setProcessingTime(START + 30_000);
    give(false, settled(0, 75, 1_000));
    harness.setProcessingTime(START + 30_200);
    give(false, settled(0, 22, 1_000));
    harness.setProcessingTime(START + 30_400);

    List<FindingRevision> told = revisions();
    assertThat(told).extracting(FindingRevision::findingId).containsOnly(told.get(0).findingId());
    assertThat(told)
        .extracting(FindingRevision::severity)
        .containsExactly(Severity.WARNING, Severity.CRITICAL);
    assertThat(told).extracting(FindingRevision::revision).containsExactly(1L, 2L);
  }

  @Test
  void an_alert_ends_by_itself_when_calls_stop_coming() throws Exception {
    open(Mode.LIVE);
    harness.setProcessingTime(START + 30_000);
    give(false, settled(0, 90, 1_000));
    harness.setProcessingTime(START + 30_200);
    assertThat(only("quota-pressure", revisions()).standing()).isTrue();

    harness.setProcessingTime(START + 5 * MINUTE);
    assertThat(revisions())
        .as("logs may still be on their way")
        .allMatch(FindingRevision::standing);
    harness.setProcessingTime(START + 20 * MINUTE);
    assertThat(revisions()).as("no source has been read so far").isEmpty();
    harness.processWatermark(START + 15 * MINUTE);
    harness.setProcessingTime(START + 21 * MINUTE);

    assertThat(only("quota-pressure", revisions()).standing()).isFalse();
  }

  @Test
  void throttles_are_told_with_the_quota_that_most_likely_refused() throws Exception {
    open(Mode.LIVE);
    harness.setProcessingTime(START + 50_000);
    List<QuotaUse> uses = new ArrayList<>(settled(0, 60, 2_000));
    uses.addAll(refused(40, 20));
    give(false, uses);
    harness.setProcessingTime(START + 50_200);

    FindingRevision told = only("throttle-ratio", revisions());
    assertThat(told.value()).isEqualTo("20 of 80 attempts throttled in 5 minutes (25.0 %)");
    assertThat(told.cause())
        .startsWith("What had been settled was the quota in 20 of 20 refused calls")
        .endsWith("Held then by contact-centre 100 %.");
  }

  @Test
  void without_an_applied_quota_there_is_no_pressure_and_throttles_say_so() throws Exception {
    open(Mode.LIVE, List.of());
    harness.setProcessingTime(START + 50_000);
    List<QuotaUse> uses = new ArrayList<>(settled(0, 60, 2_000));
    uses.addAll(refused(40, 20));
    give(false, uses);
    harness.setProcessingTime(START + 50_200);

    List<FindingRevision> told = revisions();
    assertThat(told).extracting(FindingRevision::rule).containsExactly("throttle-ratio");
    assertThat(told.get(0).cause()).contains("no applied quota is known");
  }

  @Test
  void rows_wait_for_the_settled_mark() throws Exception {
    open(Mode.LIVE);
    harness.setProcessingTime(START + 50_000);
    give(true, settled(0, 90, 1_000));
    harness.setProcessingTime(START + 60_000);
    assertThat(findings()).isEmpty();

    harness.processWatermark(START + SETTLE + 3_600_000 + 2 * MINUTE);
    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).get("status")).isEqualTo("open");
    harness.processWatermark(START + SETTLE + 2 * 3_600_000);

    LakeRow row = findings().get(findings().size() - 1);
    assertThat(row.get("status")).isEqualTo("ended");
    assertThat(row.get("severity")).isEqualTo("error");
  }

  @Test
  void settled_rows_are_those_of_a_replay_however_calls_come() throws Exception {
    List<QuotaUse> uses = new ArrayList<>();
    for (int minute = 0; minute < 12; minute++) {
      uses.addAll(settled(minute, 30 + minute * 10 % 70, 1_100));
      uses.addAll(refused(minute * 60 + 30, minute % 4 == 0 ? 9 : 0));
    }
    open(Mode.REPLAY);
    give(true, uses);
    harness.processWatermark(Long.MAX_VALUE);
    List<String> replayed = content();
    harness.close();
    assertThat(replayed).hasSize(2);

    open(Mode.LIVE);
    Collections.shuffle(uses, new Random(3));
    long now = START + 3_600_000;
    harness.processWatermark(START + SETTLE + 3_600_000);
    for (int i = 0; i < uses.size(); i += 50) {
      harness.setProcessingTime(now += 2_100);
      give(true, uses.subList(i, Math.min(uses.size(), i + 50)));
    }
    harness.processWatermark(START + SETTLE + 5 * 3_600_000);
    harness.setProcessingTime(now + 60_000);

    assertThat(content()).isEqualTo(replayed);
  }

  @Test
  void a_late_call_that_changes_only_who_held_it_writes_the_row_anew() throws Exception {
    open(Mode.LIVE);
    harness.processWatermark(START + SETTLE + 2 * 3_600_000);
    harness.setProcessingTime(START);
    give(true, settled(0, 90, 1_000));
    harness.setProcessingTime(START + 3_000);
    String before = String.valueOf(findings().get(0).get("cause"));
    QuotaLedger sums = new QuotaLedger();
    settled(0, 1, 1_000).forEach(sums::retract);
    QuotaUse other = settled(0, 1, 1_000).get(0);
    sums.add(
        new QuotaUse(
            KEY,
            "analytics",
            other.startedAt(),
            other.completedAt(),
            1_000L,
            0L,
            null,
            false,
            QuotaUse.Output.TOGETHER,
            false));
    harness.processElement(new StreamRecord<>(new UseBatch(true, KEY, sums).parcel()));
    harness.setProcessingTime(START + 6_000);

    List<LakeRow> rows = findings();
    assertThat(rows).hasSize(2);
    assertThat(before).contains("contact-centre 100 %");
    assertThat(String.valueOf(rows.get(1).get("cause")))
        .contains("contact-centre 99 %, analytics 1 %");
    assertThat(rows.get(1).get("revision")).isEqualTo(2L);
  }

  @Test
  void an_episode_that_outlives_its_beginning_keeps_its_cause() throws Exception {
    open(Mode.LIVE, List.of(applied(100_000L, null)), 3_600_000);
    for (int hour = 0; hour < 32; hour++) {
      for (boolean settled : new boolean[] {true, false}) {
        List<QuotaUse> uses = new ArrayList<>();
        for (int minute = hour * 60; minute < hour * 60 + 60; minute++) {
          uses.addAll(settled(minute, 12, minute == 0 ? 20_000 : 10_000));
          uses.addAll(refused(minute * 60 + 40, 4));
        }
        give(settled, uses);
      }
      long now = START + (hour + 1) * 3_600_000L;
      harness.setProcessingTime(now);
      harness.processWatermark(now);
      harness.setProcessingTime(now + 10_000);
    }
    harness.processWatermark(START + 40 * 3_600_000L);

    List<FindingRevision> told = revisions();
    for (String rule : List.of("throttle-ratio", "quota-pressure")) {
      List<LakeRow> rows = findings().stream().filter(row -> rule.equals(row.get("rule"))).toList();
      assertThat(rows).as(rule).hasSizeGreaterThan(20);
      assertThat(rows).as(rule).allMatch(row -> row.get("cause") != null);
      assertThat(rows.get(rows.size() - 1).get("status")).isEqualTo("ended");
      assertThat(told.stream().filter(r -> rule.equals(r.rule())))
          .as(rule)
          .hasSizeGreaterThan(20)
          .allMatch(r -> r.cause() != null);
    }
    assertThat(rows("quota-pressure", 0).get("value"))
        .as("the worst minute, long forgotten")
        .isEqualTo(rows("quota-pressure", 29).get("value"));
  }

  @Test
  void a_verdict_stands_when_the_morning_of_its_day_is_forgotten() throws Exception {
    open(Mode.LIVE, List.of(applied(null, 100_000L)), REMEMBER);
    List<QuotaUse> uses = new ArrayList<>(settled(-600, 100, 1_000));
    uses.addAll(settled(0, 5, 10));
    uses.addAll(refused(40, 60));
    give(true, uses);
    harness.setProcessingTime(START);
    harness.processWatermark(START + SETTLE + 2 * 3_600_000);
    int before = findings().size();
    LakeRow row = rows("throttle-ratio", 0);
    assertThat(String.valueOf(row.get("cause"))).startsWith("Tokens per day were used up");

    // what comes days later has the row looked at again, first to forget, then without the morning
    for (int i = 0; i < 3; i++) {
      harness.processWatermark(START + REMEMBER + 86_400_000 - 3_600_000 + i);
      give(true, settled(60 * 24 * 7 + i, 1, 1));
      harness.setProcessingTime(START + (i + 1) * 60_000);
    }
    assertThat(findings()).hasSize(before);
  }

  private LakeRow rows(String rule, int n) {
    return findings().stream().filter(row -> rule.equals(row.get("rule"))).toList().get(n);
  }

  private static AppliedQuota applied(Long tokens, Long day) {
    return new AppliedQuota(
        KEY.account(), KEY.sourceRegion(), KEY.model(), KEY.quotaRow(), tokens, null, day, null);
  }

  private void open(Mode mode) throws Exception {
    open(mode, List.of(applied(100_000L, null)));
  }

  private void open(Mode mode, List<AppliedQuota> quotas) throws Exception {
    open(mode, quotas, REMEMBER);
  }

  private void open(Mode mode, List<AppliedQuota> quotas, long remember) throws Exception {
    PolicyHistory policy =
        new PolicyHistory(List.of(Samples.policyOf(List.of(), quotas, List.of())));
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new KeepLedger(policy, Catalogue.shipped(), SETTLE, remember, mode)),
            Parcel::key,
            Types.STRING);
    harness.open();
  }

  private void give(boolean settled, List<QuotaUse> uses) throws Exception {
    QuotaLedger sums = new QuotaLedger();
    uses.forEach(sums::add);
    harness.processElement(new StreamRecord<>(new UseBatch(settled, KEY, sums).parcel()));
  }

  private static List<QuotaUse> settled(int minute, int calls, long tokens) {
    List<QuotaUse> uses = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      long at = START + minute * MINUTE + i % 25 * 1_000;
      uses.add(
          new QuotaUse(
              KEY,
              "contact-centre",
              at,
              at + 1_000,
              tokens,
              0L,
              null,
              false,
              QuotaUse.Output.TOGETHER,
              false));
    }
    return uses;
  }

  private static List<QuotaUse> refused(int second, int calls) {
    List<QuotaUse> uses = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      long at = START + second * 1_000L;
      uses.add(
          new QuotaUse(
              KEY, "contact-centre", at, at, 0L, 0L, null, false, QuotaUse.Output.TOGETHER, true));
    }
    return uses;
  }

  private List<FindingRevision> revisions() {
    List<FindingRevision> told = new ArrayList<>();
    var output = harness.getSideOutput(Tags.REVISIONS);
    while (output != null && !output.isEmpty()) {
      told.add(FindingRevision.decode(output.poll().getValue().payload()));
    }
    return told;
  }

  private static FindingRevision only(String rule, List<FindingRevision> told) {
    List<FindingRevision> of = told.stream().filter(f -> f.rule().equals(rule)).toList();
    assertThat(of).as("%s", told).hasSize(1);
    return of.get(0);
  }

  private List<LakeRow> findings() {
    return harness.extractOutputValues().stream()
        .map(LakeRow::decode)
        .filter(row -> row.table() == LakeTable.FINDINGS)
        .toList();
  }

  /** The last row of each finding, without the count of its changes. */
  private List<String> content() {
    return findings().stream()
        .collect(
            Collectors.toMap(row -> String.valueOf(row.get("finding_id")), row -> row, (a, b) -> b))
        .values()
        .stream()
        .map(row -> row.set("revision", 0L))
        .map(
            row ->
                LakeTable.FINDINGS.columns().stream()
                    .map(column -> column.name() + "=" + row.get(column.name()))
                    .collect(Collectors.joining(" ")))
        .sorted()
        .toList();
  }
}
