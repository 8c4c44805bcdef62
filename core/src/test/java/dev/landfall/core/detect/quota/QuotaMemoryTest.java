package dev.landfall.core.detect.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.core.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the rules over a ledger say when calls come in another order, or are forgotten. */
class QuotaMemoryTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long NOON = Samples.NOON;
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
