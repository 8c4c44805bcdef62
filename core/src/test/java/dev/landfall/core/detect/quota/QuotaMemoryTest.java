package dev.landfall.core.detect.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeFinding;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.episode.Episodes;
import dev.landfall.core.detect.episode.Telling;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.core.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the rules over a ledger say when calls come in another order, or are forgotten. */
class QuotaMemoryTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long NOON = Samples.NOON;
  private static final long MIDNIGHT = NOON - 12 * HOUR;
  private static final QuotaKey KEY =
      new QuotaKey(Samples.ACCOUNT, Samples.AUCKLAND, Samples.SONNET, "cross-region");

  private static Terms terms(Long minute, Long day) {
    AppliedQuota applied =
        new AppliedQuota(
            KEY.account(),
            KEY.sourceRegion(),
            KEY.model(),
            KEY.quotaRow(),
            minute,
            null,
            day,
            null);
    PolicyHistory policy =
        new PolicyHistory(List.of(Samples.policyOf(List.of(), List.of(applied), List.of())));
    return new Terms(KEY, new QuotaLedger(), policy, Catalogue.shipped());
  }

  private static QuotaUse settled(long at, long lasted, long tokens) {
    return new QuotaUse(KEY, at, at + lasted, tokens, 0L, false);
  }

  private static void refused(QuotaLedger ledger, long at, int calls) {
    for (int i = 0; i < calls; i++) {
      ledger.add(new QuotaUse(KEY, at, at, 0L, 0L, true));
    }
  }

  private static Episodes throttles(Terms terms, long to) {
    EpisodeTable table = new EpisodeTable();
    QuotaRules.throttles(terms, terms.ledger().dirtyMinutes(), table);
    return table.episodes(new ThrottleRatio(terms), to);
  }

  private static Episodes pressure(Terms terms, long to) {
    EpisodeTable table = new EpisodeTable();
    QuotaRules.pressure(terms, terms.ledger().dirtyMinutes(), table);
    return table.episodes(new QuotaPressure(terms), to);
  }

  /** What is told once the ledger has forgotten what was before a time. */
  private static Telling toldAfter(
      Terms terms, EpisodeRule rule, Episodes episodes, Telling said, long forgotten) {
    terms.ledger().forget(forgotten);
    return EpisodeFinding.of(new ThrottleRatio(terms).identity(), rule, episodes, episodes, said)
        .telling();
  }

  private static Episode latest(Episodes episodes) {
    return Objects.requireNonNull(episodes.latest());
  }

  @Test
  void a_day_s_verdict_stands_when_a_part_of_the_day_is_forgotten() {
    Terms terms = terms(1_000_000L, 100_000L);
    terms.ledger().add(settled(MIDNIGHT + 10 * MINUTE, 2_000, 100_000));
    terms.ledger().add(settled(NOON, 1_000, 500));
    refused(terms.ledger(), NOON + 30_000, 60);
    ThrottleRatio rule = new ThrottleRatio(terms);
    Episodes found = throttles(terms, NOON + MINUTE);
    Telling said = rule.tell(latest(found));
    assertThat(said.cause()).contains("Tokens per day were used up in 60 of 60");

    assertThat(rule.remembers(latest(found))).isTrue();
    terms.ledger().forget(MIDNIGHT);
    assertThat(rule.remembers(latest(found))).isTrue();
    assertThat(toldAfter(terms, rule, found, said, NOON - 2 * HOUR)).isEqualTo(said);
    assertThat(rule.remembers(latest(found))).isFalse();
    assertThat(rule.tell(latest(found)).cause()).as("nothing wrong in its place").isNull();
  }

  @Test
  void refusals_at_midnight_s_first_second_need_the_day_before() {
    Terms terms = terms(1_000_000L, 100_000L);
    refused(terms.ledger(), MIDNIGHT, 60);
    ThrottleRatio rule = new ThrottleRatio(terms);
    Episodes found = throttles(terms, MIDNIGHT + MINUTE);
    terms.ledger().forget(MIDNIGHT - 24 * HOUR);
    assertThat(rule.remembers(latest(found))).isTrue();
    terms.ledger().forget(MIDNIGHT - 23 * HOUR);
    assertThat(rule.remembers(latest(found))).isFalse();
  }

  @Test
  void a_pace_stands_when_a_part_of_its_minutes_is_forgotten() {
    Terms terms = terms(100_000L, null);
    long[] tokens = {5_000, 60_000, 10_000, 30_000, 90_000};
    for (int minute = 0; minute < 5; minute++) {
      terms.ledger().add(settled(NOON + minute * MINUTE, 1_000, tokens[minute]));
    }
    QuotaPressure rule = new QuotaPressure(terms);
    Episodes found = pressure(terms, NOON + 5 * MINUTE);
    Telling said = rule.tell(latest(found));
    assertThat(said.value()).contains("at this pace used up in");

    terms.ledger().forget(NOON - MINUTE);
    assertThat(rule.remembers(latest(found))).isTrue();
    assertThat(rule.tell(latest(found))).isEqualTo(said);
    assertThat(toldAfter(terms, rule, found, said, NOON + 2 * MINUTE)).isEqualTo(said);
  }

  @Test
  void an_episode_that_goes_on_keeps_the_cause_said_before_its_beginning_was_forgotten() {
    Terms terms = terms(100_000L, null);
    terms.ledger().add(settled(NOON, 1_000, 200_000));
    refused(terms.ledger(), NOON + 30_000, 60);
    Episodes before = throttles(terms, NOON + MINUTE);
    ThrottleRatio rule = new ThrottleRatio(terms);
    Telling said = rule.tell(latest(before));
    refused(terms.ledger(), NOON + MINUTE, 140);
    Episodes now = throttles(terms, NOON + 2 * MINUTE);
    assertThat(latest(now).worstAt()).isGreaterThan(latest(before).worstAt());

    terms.ledger().forget(NOON + HOUR);
    Telling told = EpisodeFinding.of(rule.identity(), rule, now, before, said).telling();
    assertThat(told.value()).startsWith("200 of 201");
    assertThat(told.cause()).isEqualTo(said.cause()).isNotNull();
  }

  @Property(tries = 150)
  void the_day_s_figures_do_not_depend_on_when_its_calls_came(@ForAll long seed) {
    Random chance = new Random(seed);
    List<QuotaUse> uses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      long at = NOON + 11 * HOUR + chance.nextInt(90) * MINUTE + chance.nextInt(60) * 1_000L;
      long lasted = chance.nextInt(4) == 0 ? chance.nextInt(10) * MINUTE : 1_000;
      uses.add(settled(at, lasted, 10_000 + chance.nextInt(20_000)));
    }
    Terms whole = terms(null, 100_000L);
    uses.forEach(whole.ledger()::add);
    EpisodeTable expected = new EpisodeTable();
    QuotaRules.pressure(whole, whole.ledger().dirtyMinutes(), expected);

    Terms parts = terms(null, 100_000L);
    EpisodeTable found = new EpisodeTable();
    for (int i = uses.size() - 1; i >= 0; i--) {
      QuotaUse undone = uses.get(chance.nextInt(uses.size()));
      parts.ledger().add(uses.get(i));
      parts.ledger().add(undone);
      QuotaRules.pressure(parts, parts.ledger().dirtyMinutes(), found);
      parts.ledger().clean();
      parts.ledger().retract(undone);
    }
    QuotaRules.pressure(parts, parts.ledger().dirtyMinutes(), found);
    assertThat(found.encode()).isEqualTo(expected.encode());
  }
}
