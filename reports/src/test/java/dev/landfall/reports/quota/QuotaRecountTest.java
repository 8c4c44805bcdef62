package dev.landfall.reports.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.quota.Exhaustion;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's figures against figures made of the calls alone, over made-up traffic. */
class QuotaRecountTest {
  @TempDir Path folder;

  /** Forty minutes in which calls overlap, fail, say little, and cross minutes' edges. */
  private static Sample traffic(long seed) {
    Random chance = new Random(seed);
    Sample sample = new Sample();
    for (int i = 0; i < 900; i++) {
      int second = chance.nextInt(2400);
      int dice = chance.nextInt(10);
      String id = "call-" + i;
      if (dice == 0) {
        sample.add(id, WitnessKind.API, second, "t", draft -> refused(draft, chance));
      } else if (dice == 5) {
        sample.add(id, WitnessKind.API, second, "t", draft -> overMantle(draft, chance));
      } else {
        sample.add(id, WitnessKind.LOG, second, "l", draft -> said(draft, chance, dice));
        if (chance.nextBoolean()) {
          int end = second + chance.nextInt(9);
          sample.add(id, WitnessKind.API, end, "t", draft -> draft.modelId = Sample.AU_PROFILE);
        }
      }
    }
    return sample;
  }

  private static void refused(Statement.Draft draft, Random chance) {
    draft.errorCode = chance.nextBoolean() ? "ThrottlingException" : "AccessDenied";
  }

  private static void said(Statement.Draft draft, Random chance, int dice) {
    draft.inferenceRegion = "ap-southeast-2";
    draft.inputTokens = dice == 1 ? null : Long.valueOf(chance.nextInt(900));
    draft.outputTokens = (long) chance.nextInt(300);
    draft.bodyRead = true;
    draft.maxTokens = dice == 2 ? null : Long.valueOf(chance.nextInt(4_000));
    draft.latencyMs = dice == 3 ? null : Long.valueOf(chance.nextInt(130_000));
    if (dice == 4) {
      draft.modelId = Sample.MODEL;
    }
  }

  /** Which counts output apart, and may tell the one without the other. */
  private static void overMantle(Statement.Draft draft, Random chance) {
    said(draft, chance, 5);
    draft.endpoint = Endpoint.MANTLE;
    draft.modelId = Sample.MODEL;
    draft.cacheWriteTokens = chance.nextBoolean() ? 40L : null;
    draft.outputTokens = chance.nextBoolean() ? 70L : null;
    draft.errorCode = chance.nextInt(4) == 0 ? "ThrottlingException" : null;
  }

  @Test
  void every_minute_of_the_ledger_can_be_counted_anew_from_the_calls() {
    TestLake lake = new TestLake(folder).write(traffic(5).rows());
    lake.publish(Sample.NOON);
    try (Lake open = lake.open()) {
      assertThat(QuotaRecount.differences(open)).isEmpty();
    }
  }

  @Test
  void one_token_too_many_in_one_minute_is_found() {
    List<LakeRow> rows = new ArrayList<>(traffic(6).rows());
    LakeRow minute =
        rows.stream()
            .filter(row -> row.table() == LakeTable.QUOTA_MINUTES)
            .filter(row -> (Long) row.get("peak_rolling_tokens") > 0)
            .findFirst()
            .orElseThrow();
    minute.set("peak_rolling_tokens", (Long) minute.get("peak_rolling_tokens") + 1);
    TestLake lake = new TestLake(folder).write(rows);
    lake.publish(Sample.NOON);
    try (Lake open = lake.open()) {
      assertThat(QuotaRecount.differences(open)).hasSize(1);
    }
  }

  @Test
  void the_report_s_minutes_to_exhaustion_are_those_of_alerts() throws Exception {
    Sample sample = traffic(7);
    Map<String, QuotaLedger> ledgers = new TreeMap<>();
    for (Judgement call : sample.judgements()) {
      if (call.quota() != null) {
        ledgers
            .computeIfAbsent(call.quota().key().text(), key -> new QuotaLedger())
            .add(call.quota());
      }
    }
    List<LakeRow> rows = sample.rows();
    rows.stream()
        .filter(row -> row.table() == LakeTable.QUOTA_MINUTES)
        .forEach(row -> row.set("quota_tokens", 120_000L));
    int told = 0;
    for (JsonNode row : report(rows)) {
      QuotaKey key =
          new QuotaKey(
              row.path("account").asText(),
              row.path("source_region").asText(),
              row.path("model").asText(),
              row.path("quota_row").asText());
      long at = Instant.parse(row.path("minute").asText()).toEpochMilli();
      Double wanted = Exhaustion.minutes(ledgers.get(key.text()), at, 120_000L);
      JsonNode shown = row.path("minutes_to_exhaustion");
      if (wanted == null) {
        assertThat(shown.isNull()).as("%s", row).isTrue();
      } else {
        assertThat(shown.asDouble())
            .as("%s", row)
            .isCloseTo(wanted, Offset.offset(1e-6 * (1 + wanted)));
        told++;
      }
    }
    assertThat(told).isGreaterThan(5);
  }

  private JsonNode report(List<LakeRow> rows) throws Exception {
    return page(rows).path("rows");
  }

  private JsonNode page(List<LakeRow> rows) throws Exception {
    TestLake lake = new TestLake(folder).write(rows);
    lake.publish(Sample.NOON);
    try (Lake open = lake.open()) {
      String json =
          Renderer.render(
              Reports.byName("quota").orElseThrow().run(open, Window.all()), Format.JSON);
      return new ObjectMapper().readTree(json);
    }
  }

  @Test
  void who_held_a_quota_in_its_busiest_minute_is_said_by_workload_and_caller() throws Exception {
    TestLake lake = new TestLake(folder).write(Sample.day().rows());
    lake.publish(Sample.NOON);
    try (Lake open = lake.open()) {
      String json =
          Renderer.render(
              Reports.byName("quota").orElseThrow().run(open, Window.all()), Format.JSON);
      JsonNode callers = new ObjectMapper().readTree(json).path("callers");
      assertThat(callers.get(0).path("workload").asText()).isEqualTo("contact-centre");
      assertThat(callers.get(0).path("principal").asText()).contains("contact-centre-web");
      assertThat(callers.get(0).path("share").asDouble()).isEqualTo(1.0);
    }
  }

  @Test
  void a_caller_whose_tokens_no_record_tells_shows_none_and_takes_no_share_of_the_known()
      throws Exception {
    Sample sample = new Sample();
    sample.add("told", WitnessKind.LOG, 0, "l", Sample.said("ap-southeast-2"));
    sample.add("dumb", WitnessKind.API, 1, "t", draft -> draft.principal = role("silent"));
    JsonNode callers = page(sample.rows()).path("callers");
    JsonNode told = caller(callers, "contact-centre-web");
    assertThat(told.path("settled_tokens").asLong()).isEqualTo(5_200);
    assertThat(told.path("unknown").asLong()).isZero();
    assertThat(told.path("share").asDouble()).isEqualTo(1.0);
    JsonNode dumb = caller(callers, "silent");
    assertThat(dumb.path("settled_tokens").isNull()).isTrue();
    assertThat(dumb.path("reserved_tokens").isNull()).isTrue();
    assertThat(dumb.path("unknown").asLong()).isEqualTo(1);
    assertThat(dumb.path("share").isNull()).isTrue();
  }

  @Test
  void who_held_mantle_s_quota_is_said_by_input_alone() throws Exception {
    Sample sample = new Sample();
    sample.add(
        "m1",
        WitnessKind.API,
        0,
        "t",
        draft -> {
          draft.endpoint = Endpoint.MANTLE;
          draft.modelId = Sample.MODEL;
          draft.inputTokens = 300L;
          draft.outputTokens = 900L;
        });
    JsonNode page = page(sample.rows());
    assertThat(page.path("rows").get(0).path("settled_tokens").asLong()).isEqualTo(300);
    assertThat(page.path("callers").get(0).path("settled_tokens").asLong()).isEqualTo(300);
  }

  private static String role(String name) {
    return "arn:aws:sts::" + Sample.ACCOUNT + ":assumed-role/" + name + "/s1";
  }

  private static JsonNode caller(JsonNode callers, String name) {
    for (JsonNode row : callers) {
      if (row.path("principal").asText().contains(name)) {
        return row;
      }
    }
    throw new AssertionError(name + " is not among " + callers);
  }
}
