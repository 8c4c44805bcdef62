package dev.landfall.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The truth of single cases, told by hand. */
class TrueCallTest {
  private static final long NOON = 1_793_620_800_000L;

  @Test
  void a_silent_base_model_stays_by_rule_where_it_was_called() {
    TrueCall call = planted("breach-by-rule");

    assertThat(call.verdict()).isEqualTo(Verdict.BY_RULE);
    assertThat(call.ranIn()).isEqualTo("ap-southeast-2");
    assertThat(call.quotaRow()).isEqualTo("on-demand");
  }

  @Test
  void a_correction_replaces_what_the_trail_said() {
    TrueCall call = planted("conflict-corrected");

    assertThat(call.verdict()).isEqualTo(Verdict.AGREED);
    assertThat(call.named()).containsExactly("ap-southeast-2");
  }

  @Test
  void errors_before_the_start_ran_nowhere_and_others_are_as_wide_as_their_profile() {
    assertThat(planted("throttled").verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(planted("denied").verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(planted("not-found").verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(planted("validation-by-rule").verdict()).isEqualTo(Verdict.BY_RULE);
    assertThat(planted("validation-bounded").verdict()).isEqualTo(Verdict.BOUNDED);
    assertThat(planted("validation-unknown").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void a_completion_alone_names_its_region_and_no_quota() {
    TrueCall call = planted("completion-alone");

    assertThat(call.verdict()).isEqualTo(Verdict.TRAIL_ONLY_NAMED);
    assertThat(call.pairing()).isEqualTo("TRAIL_ONLY");
    assertThat(call.quotaRow()).isNull();
    assertThat(call.tokensSaid()).isTrue();
  }

  @Test
  void output_counts_by_its_multiple_and_cache_reads_not_at_all() {
    CallPlan plan = new CallPlan(Lanes.SYDNEY_OPUS, Op.INVOKE, 5, NOON);
    plan.hasLog = true;
    plan.logTokens = true;
    plan.input = 200;
    plan.output = 10;
    plan.cacheRead = 4_000;
    plan.cacheWrite = 50;

    assertThat(TrueCall.of(plan).settled()).isEqualTo(200 + 50 + 15 * 10);

    plan.hasLog = false;
    plan.apiTokens = true; // the trail does not tell what was written to the cache
    assertThat(TrueCall.of(plan).settled()).isEqualTo(200 + 15 * 10);
  }

  @Test
  void a_call_starts_before_its_end_by_the_latency_the_log_tells() {
    CallPlan plan = new CallPlan(Lanes.BUSY, Op.CONVERSE, 5, NOON + 59_500);
    plan.hasLog = true;
    plan.latencyMs = 1_700;

    TrueCall known = TrueCall.of(plan);
    assertThat(known.completedMs()).isEqualTo(NOON + 61_000);
    assertThat(known.startedMs()).isEqualTo(NOON + 59_300);

    plan.op = Op.INVOKE; // no latency in its body: the log's own time
    assertThat(TrueCall.of(plan).startedMs()).isEqualTo(NOON + 59_000);
  }

  private static TrueCall planted(String name) {
    Traffic traffic = new Traffic(7, Plant.ALL, 2);
    for (int i = 0; i < Plant.ALL.size(); i++) {
      CallPlan plan = traffic.call(2L * i + 1, NOON);
      if (name.equals(plan.planted)) {
        return TrueCall.of(plan);
      }
    }
    throw new AssertionError("no case is named " + name);
  }
}
