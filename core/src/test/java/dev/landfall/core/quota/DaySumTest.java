package dev.landfall.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DaySumTest {
  private static final long DAY = 86_400_000;
  private static final QuotaKey KEY = new QuotaKey("1", "ap-southeast-6", "m", "cross-region");

  @Property(tries = 200)
  void in_any_order_it_is_what_was_settled_since_midnight(@ForAll long seed) {
    Random chance = new Random(seed);
    List<QuotaUse> uses = new ArrayList<>();
    QuotaLedger ledger = new QuotaLedger();
    for (int i = 0; i < 30; i++) {
      long at = (long) (chance.nextDouble() * 3 * DAY);
      uses.add(new QuotaUse(KEY, at, at + chance.nextInt(5_000), 1L + i, 0L, false));
      ledger.add(uses.get(i));
    }
    DaySum sum = new DaySum(ledger);
    long at = 0;
    for (int i = 0; i < 60; i++) {
      boolean onwards = chance.nextInt(4) > 0;
      at = onwards ? Math.min(3 * DAY, at + chance.nextInt(8_000_000)) : (at - 1_000) / 2;
      at = Math.max(0, at);
      long until = at / 1000;
      long expected =
          uses.stream()
              .filter(u -> u.completedAt() / 1000 <= until)
              .filter(u -> u.completedAt() >= until * 1000 / DAY * DAY)
              .mapToLong(QuotaUse::settledTokens)
              .sum();
      assertThat(sum.until(at)).isEqualTo(expected);
      assertThat(ledger.moment(at).settledDay()).isEqualTo(expected);
    }
  }
}
