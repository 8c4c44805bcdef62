package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.probe.ProbePace.Limit;
import dev.landfall.ingest.probe.SpendCaps.Cap;
import dev.landfall.ingest.probe.SpendLedger.Claim;
import dev.landfall.ingest.probe.SpendLedger.Outcome;
import dev.landfall.ingest.probe.SpendLedger.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendLedgerTest {
  private static final long NOON = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000;
  private static final Cap NONE = new Cap(1_000_000, 1_000_000_000, 1_000_000_000_000L);
  private static final Map<String, Limit> NO_PACE = Map.of();

  @TempDir private Path folder;

  private static Claim claim(String run, int n, long at) {
    return new Claim(run + '-' + n, run, at, "q", 10, 100, 1_000);
  }

  private static SpendCaps caps(Cap run, Cap day, Cap month) {
    return new SpendCaps(run, day, month);
  }

  private static long granted(SpendLedger ledger, SpendCaps caps, Claim... claims)
      throws Exception {
    return ledger.reserve(List.of(claims), caps, NO_PACE).stream()
        .filter(v -> v.kind() == Verdict.Kind.GRANTED)
        .count();
  }

  @Test
  void requests_tokens_and_money_each_hold_alone() throws Exception {
    for (Cap cap :
        List.of(
            new Cap(2, 1_000_000, 1_000_000_000),
            new Cap(1_000, 299, 1_000_000_000),
            new Cap(1_000, 1_000_000, 2_999))) {
      SpendLedger ledger = SpendLedger.in(folder.resolve(cap.toString()));
      SpendCaps caps = caps(cap, NONE, NONE);
      assertThat(
              granted(ledger, caps, claim("a", 1, NOON), claim("a", 2, NOON), claim("a", 3, NOON)))
          .isEqualTo(2);
      assertThat(granted(ledger, caps, claim("b", 1, NOON))).as("another run").isEqualTo(1);
    }
  }

  @Test
  void a_day_and_a_month_begin_anew_and_a_run_does_not() throws Exception {
    SpendLedger ledger = SpendLedger.in(folder);
    SpendCaps daily = caps(NONE, new Cap(1, 1_000, 100_000), NONE);
    assertThat(granted(ledger, daily, claim("a", 1, NOON), claim("a", 2, NOON))).isEqualTo(1);
    assertThat(granted(ledger, daily, claim("a", 3, NOON + DAY))).isEqualTo(1);

    SpendCaps monthly = caps(NONE, NONE, new Cap(1, 1_000, 100_000));
    assertThat(granted(ledger, monthly, claim("b", 1, NOON + DAY))).as("December").isZero();
    assertThat(granted(ledger, monthly, claim("b", 2, NOON + 32 * DAY))).as("January").isEqualTo(1);

    SpendCaps once = caps(new Cap(2, 1_000, 100_000), NONE, NONE);
    assertThat(granted(SpendLedger.in(folder), once, claim("a", 4, NOON + DAY))).isZero();
  }

  @Test
  void what_is_settled_or_given_back_makes_room_again() throws Exception {
    SpendLedger ledger = SpendLedger.in(folder);
    SpendCaps caps = caps(new Cap(3, 250, 100_000), NONE, NONE);
    assertThat(granted(ledger, caps, claim("a", 1, NOON), claim("a", 2, NOON), claim("a", 3, NOON)))
        .isEqualTo(2);
    ledger.settle(List.of(new Outcome("a-1", 40L, 10L)), NOON);
    assertThat(granted(ledger, caps, claim("a", 3, NOON))).isEqualTo(1);
    assertThat(granted(ledger, caps, claim("a", 4, NOON))).as("three requests").isZero();
    ledger.settle(List.of(new Outcome("a-3", null, null)), NOON);
    assertThat(granted(SpendLedger.in(folder), caps, claim("a", 4, NOON))).isEqualTo(1);
  }

  @Test
  void a_restart_finds_what_was_reserved_and_never_settled() throws Exception {
    SpendCaps caps = caps(NONE, new Cap(5, 1_000_000, 1_000_000_000), NONE);
    for (int i = 0; i < 9; i++) {
      granted(SpendLedger.in(folder), caps, claim("r" + i, 1, NOON));
    }
    assertThat(spentIn(folder)).isEqualTo(5);
  }

  @Test
  void many_at_once_grant_exactly_the_cap() throws Exception {
    SpendCaps caps = caps(NONE, new Cap(100, 1_000_000, 1_000_000_000), NONE);
    var pool = Executors.newFixedThreadPool(4);
    List<Callable<Long>> work = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String run = "r" + t;
      work.add(
          () -> {
            SpendLedger own = SpendLedger.in(folder);
            long sum = 0;
            for (int i = 0; i < 40; i++) {
              sum += granted(own, caps, claim(run, i, NOON));
            }
            return sum;
          });
    }
    long sum = 0;
    for (Future<Long> done : pool.invokeAll(work)) {
      sum += done.get();
    }
    pool.shutdown();
    assertThat(sum).isEqualTo(100);
  }

  @Test
  void the_share_of_a_minute_counts_all_processes() throws Exception {
    Map<String, Limit> pace = Map.of("q", new Limit(3L, 25L, true));
    SpendCaps caps = caps(NONE, NONE, NONE);
    List<Verdict> first =
        SpendLedger.in(folder)
            .reserve(List.of(claim("a", 1, NOON), claim("a", 2, NOON)), caps, pace);
    List<Verdict> second =
        SpendLedger.in(folder)
            .reserve(
                List.of(claim("b", 1, NOON + 59_999), claim("b", 2, NOON + 60_000)), caps, pace);
    assertThat(first).extracting(Verdict::kind).containsOnly(Verdict.Kind.GRANTED);
    assertThat(second)
        .extracting(Verdict::kind)
        .containsExactly(Verdict.Kind.PACE, Verdict.Kind.GRANTED);
  }

  @Test
  void a_line_cut_off_is_taken_back_and_a_damaged_one_stops_everything() throws Exception {
    SpendCaps caps = caps(NONE, new Cap(2, 1_000_000, 1_000_000_000), NONE);
    granted(SpendLedger.in(folder), caps, claim("a", 1, NOON));
    Path journal = folder.resolve("spend/2026-11.jsonl");
    Files.writeString(
        journal, "{\"do\":\"reserve\",\"id\":\"a-2\",\"ru", StandardOpenOption.APPEND);
    assertThat(granted(SpendLedger.in(folder), caps, claim("b", 1, NOON), claim("b", 2, NOON)))
        .isEqualTo(1);

    Files.writeString(journal, Files.readString(journal).replaceFirst("reserve", "resrve"));
    assertThatThrownBy(() -> granted(SpendLedger.in(folder), caps, claim("c", 1, NOON)))
        .isInstanceOf(ProbeProblem.class)
        .hasMessageContaining("2026-11.jsonl");
  }

  @Test
  void what_another_clock_reserved_a_little_later_counts_in_this_minute_too() throws Exception {
    Map<String, Limit> pace = Map.of("q", new Limit(2L, 1_000L, true));
    SpendCaps caps = caps(NONE, NONE, NONE);
    SpendLedger.in(folder)
        .reserve(List.of(claim("a", 1, NOON + 5_000), claim("a", 2, NOON + 5_000)), caps, pace);
    assertThat(SpendLedger.in(folder).reserve(List.of(claim("b", 1, NOON)), caps, pace))
        .extracting(Verdict::kind)
        .containsExactly(Verdict.Kind.PACE);
  }

  /** Entries of one kind in the journal of a lake, by id. */
  static Map<String, JsonNode> journal(Path lake, String what) throws Exception {
    Map<String, JsonNode> entries = new HashMap<>();
    try (var files = Files.list(lake.resolve("_probes/spend"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode entry = new ObjectMapper().readTree(line);
          if (entry.get("do").asText().equals(what)) {
            entries.put(entry.get("id").asText(), entry);
          }
        }
      }
    }
    return entries;
  }

  /** Requests that the journal of a lake counts as sent. */
  static long spentRequests(Path lake) throws Exception {
    return spentIn(lake.resolve("_probes"));
  }

  private static long spentIn(Path probes) throws Exception {
    long sum = 0;
    try (var files = Files.list(probes.resolve("spend"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String what = new ObjectMapper().readTree(line).get("do").asText();
          sum += what.equals("reserve") ? 1 : what.equals("release") ? -1 : 0;
        }
      }
    }
    return sum;
  }
}
