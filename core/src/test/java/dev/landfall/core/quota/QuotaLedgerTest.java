package dev.landfall.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QuotaLedgerTest {
  private static final long MINUTE = 60_000;
  private static final QuotaKey KEY = new QuotaKey("1", "ap-southeast-6", "m", "cross-region");

  private static QuotaUse use(long from, long to, Long settled, Long reserved) {
    return new QuotaUse(KEY, from, to, settled, reserved, false);
  }

  @Provide
  Arbitrary<List<QuotaUse>> uses() {
    Arbitrary<Long> start = Arbitraries.longs().between(0, 6 * MINUTE);
    Arbitrary<Long> length = Arbitraries.longs().between(0, 3 * MINUTE);
    Arbitrary<Long> amount = Arbitraries.longs().between(0, 5_000_000_000L).injectNull(0.2);
    Arbitrary<Boolean> throttled = Arbitraries.of(true, false);
    Arbitrary<String> caller = Arbitraries.of("a", "b", QuotaUse.UNKNOWN_CALLER);
    Arbitrary<Long> limit = Arbitraries.longs().between(0, 9_000).injectNull(0.3);
    return Combinators.combine(start, length, amount, amount, throttled, caller, limit)
        .as(
            (s, l, settled, reserved, t, who, max) ->
                new QuotaUse(
                    KEY,
                    who,
                    s,
                    s + l,
                    settled,
                    reserved,
                    max,
                    max != null && max % 3 == 0,
                    new QuotaUse.Output(l % 2 == 0, settled),
                    t))
        .list()
        .ofMaxSize(25);
  }

  @Property(tries = 300)
  void figures_depend_on_content_alone(
      @ForAll("uses") List<QuotaUse> kept,
      @ForAll("uses") List<QuotaUse> undone,
      @ForAll long seed) {
    List<QuotaUse> all = new ArrayList<>(kept);
    all.addAll(undone);
    Collections.shuffle(all, new Random(seed));
    QuotaLedger shuffled = new QuotaLedger();
    all.forEach(shuffled::add);
    undone.forEach(shuffled::retract);
    QuotaLedger plain = new QuotaLedger();
    kept.forEach(plain::add);
    QuotaLedger halves = new QuotaLedger();
    QuotaLedger half = new QuotaLedger();
    for (int i = 0; i < kept.size(); i++) {
      (i % 2 == 0 ? halves : half).add(kept.get(i));
    }
    halves.addAll(half);
    for (long m = 0; m < 12 * MINUTE; m += MINUTE) {
      assertThat(shuffled.minute(m)).isEqualTo(plain.minute(m)).isEqualTo(halves.minute(m));
      assertThat(plain.minute(m)).isEqualTo(slow(kept, m));
      assertThat(plain.moment(m + 7_000)).isEqualTo(shuffled.moment(m + 7_000));
      assertThat(plain.shares(m + 7_000)).isEqualTo(shuffled.shares(m + 7_000));
      assertThat(QuotaLedger.decode(plain.encode()).minute(m)).isEqualTo(plain.minute(m));
    }
    shuffled.clean();
    plain.clean();
    assertThat(shuffled.encode()).isEqualTo(plain.encode());
  }

  @Property(tries = 200)
  void every_minute_whose_figures_change_is_dirty(
      @ForAll("uses") List<QuotaUse> before, @ForAll("uses") List<QuotaUse> added) {
    QuotaLedger ledger = new QuotaLedger();
    before.forEach(ledger::add);
    List<QuotaMinute> old = minutes(ledger);
    ledger.clean();
    added.forEach(ledger::add);
    List<QuotaMinute> now = minutes(ledger);
    TreeSet<Long> changed = new TreeSet<>();
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).equals(now.get(i))) {
        changed.add(i * MINUTE);
      }
    }
    assertThat(ledger.dirtyMinutes()).containsAll(changed);
    assertThat(QuotaLedger.decode(ledger.encode()).dirtyMinutes()).isEqualTo(ledger.dirtyMinutes());
  }

  @Test
  void sums_that_do_not_fit_are_an_error_and_never_another_number() {
    long large = Long.MAX_VALUE / 2 + 1;
    QuotaLedger seconds = new QuotaLedger();
    seconds.add(use(0, 1_000, large, 1L));
    seconds.add(use(1_000, 2_000, large, 1L));
    assertThatThrownBy(() -> seconds.minute(0)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> seconds.moment(5_000)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> seconds.shares(5_000)).isInstanceOf(ArithmeticException.class);
    QuotaLedger flying = new QuotaLedger();
    flying.add(use(0, 5 * MINUTE, 0L, large));
    assertThatThrownBy(() -> flying.add(use(1_000, 5 * MINUTE, 0L, large)))
        .isInstanceOf(ArithmeticException.class);
  }

  private static List<QuotaMinute> minutes(QuotaLedger ledger) {
    List<QuotaMinute> list = new ArrayList<>();
    for (long m = 0; m < 14 * MINUTE; m += MINUTE) {
      list.add(ledger.minute(m));
    }
    return list;
  }

  /** The definition, second by second over the uses themselves. */
  private static QuotaMinute slow(List<QuotaUse> uses, long minute) {
    long[] figures = new long[13];
    for (long t = minute / 1000; t < minute / 1000 + 60; t++) {
      long rolling = 0;
      long clock = 0;
      long reserved = 0;
      long admitted = 0;
      for (QuotaUse u : uses) {
        long end = u.completedAt() / 1000;
        long begin = u.startedAt() / 1000;
        long settled = u.settledTokens() == null ? 0 : u.settledTokens();
        rolling += end > t - 60 && end <= t ? settled : 0;
        clock += end >= minute / 1000 && end <= t ? settled : 0;
        reserved += begin <= t && t < end && u.reservedTokens() != null ? u.reservedTokens() : 0;
        admitted += begin > t - 60 && begin <= t && !u.throttled() ? 1 : 0;
      }
      figures[1] = Math.max(figures[1], rolling + reserved);
      figures[2] = Math.max(figures[2], clock + reserved);
      figures[3] = Math.max(figures[3], reserved);
      figures[8] = Math.max(figures[8], admitted);
      figures[0] = clock;
    }
    for (QuotaUse u : uses) {
      boolean begun = u.startedAt() / MINUTE * MINUTE == minute;
      boolean ended = u.completedAt() / MINUTE * MINUTE == minute;
      boolean told = u.reservedTokens() != null && u.limitTokens() != null && !u.throttled();
      figures[4] += begun ? 1 : 0;
      figures[5] += begun && u.throttled() ? 1 : 0;
      figures[6] += ended && u.settledTokens() == null ? 1 : 0;
      figures[7] += begun && u.reservedTokens() == null ? 1 : 0;
      figures[9] += begun && u.unset() ? 1 : 0;
      figures[10] += begun && told ? u.reservedTokens() : 0;
      if (ended && u.output().apart()) {
        figures[11] += u.output().tokens() == null ? 0 : u.output().tokens();
        figures[12] += u.output().tokens() == null ? 1 : 0;
      }
    }
    return new QuotaMinute(
        minute,
        figures[0],
        figures[1],
        figures[2],
        figures[3],
        figures[4],
        figures[5],
        figures[6],
        figures[7],
        figures[8],
        figures[9],
        figures[10],
        figures[11],
        figures[12]);
  }

  @Test
  void a_moment_holds_what_sixty_seconds_settled_and_what_is_in_flight() {
    QuotaLedger ledger = new QuotaLedger();
    ledger.add(use(1_000, 2_000, 100L, 900L));
    ledger.add(use(30_000, 90_000, 50L, 700L));
    QuotaMoment at = ledger.moment(61_000);
    assertThat(at.settledRolling()).isEqualTo(100);
    assertThat(at.settledClock()).isZero();
    assertThat(at.inFlight()).isEqualTo(700);
    assertThat(at.admittedRolling()).isEqualTo(1);
    assertThat(ledger.moment(62_000).settledRolling()).isZero();
    assertThat(ledger.moment(90_000).inFlight()).isZero();
    assertThat(ledger.moment(90_000).settledDay()).isEqualTo(150);
  }

  @Test
  void shares_are_of_what_each_caller_held_at_that_second() {
    QuotaLedger ledger = new QuotaLedger();
    ledger.add(by("contact-centre", 1_000, 2_000, 300L, 10L));
    ledger.add(by("analytics", 1_000, 9_000, 10L, 100L));
    assertThat(ledger.shares(5_000))
        .extracting(CallerShare::caller, CallerShare::tokens, CallerShare::share)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("contact-centre", 300L, 0.75),
            org.assertj.core.groups.Tuple.tuple("analytics", 100L, 0.25));
    assertThat(ledger.shares(600_000)).isEmpty();
  }

  private static QuotaUse by(String caller, long from, long to, Long settled, Long reserved) {
    return new QuotaUse(
        KEY, caller, from, to, settled, reserved, null, false, QuotaUse.Output.TOGETHER, false);
  }

  /** What version 1 wrote of one call that settled 5 in second 1 and reserved 9 in second 0. */
  @Test
  void a_ledger_of_version_1_is_read_and_gone_on_with() {
    dev.landfall.core.codec.ByteWriter out = new dev.landfall.core.codec.ByteWriter();
    out.writeByte(1);
    out.writeFixedLong(Long.MIN_VALUE);
    out.writeLong(1);
    out.writeLong(1);
    out.writeByte(1);
    out.writeByte(1);
    out.writeLong(5);
    out.writeByte(2);
    out.writeByte(0);
    out.writeLong(9);
    out.writeByte(1);
    out.writeLong(-9);
    for (long figure : new long[] {0, 1, 0, 0, 0}) {
      out.writeLong(figure);
    }
    out.writeLong(0);
    QuotaLedger ledger = QuotaLedger.decode(out.toByteArray());
    assertThat(ledger.minute(MINUTE).settled()).isEqualTo(5);
    assertThat(ledger.minute(MINUTE).peakReserved()).isEqualTo(9);
    assertThat(ledger.minute(MINUTE).requests()).isEqualTo(1);
    ledger.add(use(MINUTE, MINUTE + 1_000, 7L, 1L));
    QuotaLedger again = QuotaLedger.decode(ledger.encode());
    assertThat(again.minute(MINUTE).settled()).isEqualTo(12);
    assertThat(again.minute(MINUTE).requests()).isEqualTo(2);
    // taken back by what it really was, whose caller version 1 did not know
    again.retract(by("analytics", MINUTE, MINUTE + 1_000, 5L, 9L));
    assertThat(again.minute(MINUTE).settled()).isEqualTo(7);
    assertThat(again.minute(MINUTE).requests()).isEqualTo(1);
  }

  @Test
  void what_was_settled_rolls_into_the_next_minute_but_makes_no_row_there() {
    QuotaLedger ledger = new QuotaLedger();
    ledger.add(use(50_000, 55_000, 700L, 1_000L));
    QuotaMinute first = ledger.minute(0);
    QuotaMinute next = ledger.minute(MINUTE);
    assertThat(first.settled()).isEqualTo(700);
    assertThat(first.peakReserved()).isEqualTo(1_000);
    assertThat(first.peakRolling()).isEqualTo(1_000);
    assertThat(next.peakRolling()).isEqualTo(700);
    assertThat(next.isEmpty()).isTrue();
    assertThat(ledger.dirtyMinutes()).containsExactly(0L, MINUTE);
  }

  @Test
  void a_call_in_flight_over_a_minutes_edge_is_reserved_on_both_sides() {
    QuotaLedger ledger = new QuotaLedger();
    ledger.add(use(59_000, 62_000, 10L, 500L));
    assertThat(ledger.minute(0).peakReserved()).isEqualTo(500);
    assertThat(ledger.minute(MINUTE).peakReserved()).isEqualTo(500);
    assertThat(ledger.minute(0).requests()).isEqualTo(1);
    assertThat(ledger.minute(MINUTE).requests()).isZero();
    assertThat(ledger.minute(MINUTE).settled()).isEqualTo(10);
  }

  @Test
  void forgetting_keeps_the_figures_of_later_minutes() {
    QuotaLedger ledger = new QuotaLedger();
    for (long m = 0; m < 10; m++) {
      ledger.add(use(m * MINUTE, m * MINUTE + 90_000, m, m));
    }
    QuotaMinute before = ledger.minute(6 * MINUTE);
    ledger.forget(6 * MINUTE);
    assertThat(ledger.minute(6 * MINUTE)).isEqualTo(before);
    ledger.retract(use(MINUTE, MINUTE + 90_000, 1L, 1L));
    assertThat(ledger.minute(6 * MINUTE)).isEqualTo(before);
    assertThat(ledger.minute(2 * MINUTE).isEmpty()).isTrue();
  }

  @Test
  void a_wild_latency_does_not_fill_the_ledger() {
    QuotaLedger ledger = new QuotaLedger();
    long end = 1_000_000 * MINUTE;
    ledger.add(use(0, end, 1L, 1L));
    assertThat(ledger.dirtyMinutes()).hasSizeLessThan(70);
    assertThat(ledger.minute(0).requests()).isEqualTo(1);
    ledger.retract(use(0, end, 1L, 1L));
    assertThat(ledger.isEmpty()).isTrue();
  }

  @Test
  void a_key_survives_its_text() {
    assertThat(QuotaKey.parse(KEY.text())).isEqualTo(KEY);
  }
}
