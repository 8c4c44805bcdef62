package dev.landfall.core.detect.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CallerWatchTest {
  private static final String[] REGIONS = {"a", "b", "c"};
  private static final long START = 1_793_620_800L;

  private record Call(long second, String region, boolean throttled) {}

  private static List<Call> calls(Random chance, int count, int seconds) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String region = REGIONS[chance.nextInt(10) < 8 ? 0 : 1 + chance.nextInt(2)];
      calls.add(new Call(START + chance.nextInt(seconds), region, chance.nextInt(8) == 0));
    }
    return calls;
  }

  /** The definition, word by word. */
  private static TreeMap<Fallback, Integer> wanted(List<Call> calls, long before) {
    TreeMap<Fallback, Integer> wanted = new TreeMap<>();
    for (Call call : calls) {
      Call by = null;
      for (Call t : calls) {
        boolean drives =
            t.throttled
                && !t.region.equals(call.region)
                && t.second <= call.second
                && t.second >= call.second - 60
                && calls.stream()
                    .noneMatch(
                        u ->
                            u.region.equals(call.region)
                                && u.second < t.second
                                && u.second >= t.second - 900);
        boolean later =
            by == null
                || t.second > by.second
                || t.second == by.second && t.region.compareTo(by.region) < 0;
        by = drives && later ? t : by;
      }
      if (by != null && call.second < before) {
        wanted.merge(new Fallback(call.second, by.region, call.region), 1, Integer::sum);
      }
    }
    return wanted;
  }

  private static void tell(TreeMap<Fallback, Integer> told, List<CallerWatch.Change> changes) {
    for (CallerWatch.Change change : changes) {
      told.merge(change.fallback(), change.calls(), (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  private static CallerTable table(List<Call> calls, int sign) {
    CallerTable table = new CallerTable();
    calls.forEach(c -> table.add(c.region, c.second, sign, c.throttled ? sign : 0));
    return table;
  }

  @Property(tries = 300)
  void what_was_told_is_always_what_the_definition_says(@ForAll long seed) {
    Random chance = new Random(seed);
    List<Call> stay = calls(chance, 60, 4_000);
    List<Call> go = calls(chance, 20, 4_000);
    CallerWatch watch = new CallerWatch();
    TreeMap<Fallback, Integer> told = new TreeMap<>();
    List<List<Call>> steps = new ArrayList<>();
    stay.forEach(call -> steps.add(List.of(call)));
    go.forEach(call -> steps.add(List.of(call)));
    Collections.shuffle(steps, chance);
    List<Call> known = new ArrayList<>();
    for (List<Call> step : steps) {
      watch.addAll(table(step, 1));
      known.addAll(step);
      if (chance.nextInt(4) == 0) {
        tell(told, watch.look(Long.MAX_VALUE));
        assertThat(told).isEqualTo(wanted(known, Long.MAX_VALUE));
      }
      if (chance.nextInt(10) == 0) {
        watch = CallerWatch.decode(watch.encode());
      }
    }
    watch.addAll(table(go, -1));
    tell(told, watch.look(Long.MAX_VALUE));
    assertThat(told).isEqualTo(wanted(stay, Long.MAX_VALUE));
  }

  @Property(tries = 200)
  void looking_as_time_settles_ends_where_one_look_at_the_end_does(@ForAll long seed) {
    Random chance = new Random(seed);
    List<Call> calls = calls(chance, 80, 4_000);
    CallerWatch watch = new CallerWatch();
    TreeMap<Fallback, Integer> told = new TreeMap<>();
    List<Call> inOrder = new ArrayList<>(calls);
    Collections.sort(inOrder, java.util.Comparator.comparingLong(Call::second));
    long settled = START;
    for (Call call : inOrder) {
      watch.addAll(table(List.of(call), 1));
      if (call.second > settled && chance.nextInt(5) == 0) {
        settled = call.second;
        tell(told, watch.look(settled));
        assertThat(told).isEqualTo(wanted(calls, settled));
        watch.forget(settled - chance.nextInt(1_200));
      }
    }
    tell(told, watch.look(START + 100_000));
    assertThat(told).isEqualTo(wanted(calls, Long.MAX_VALUE));
    assertThat(watch.isWaiting()).isFalse();
  }

  @Test
  void a_finding_is_one_per_pair_of_regions_and_names_no_caller() {
    var ground = ClientFallback.ground("111122223333", "w", new Fallback(5, "a", "b"));
    var later = ClientFallback.ground("111122223333", "w", new Fallback(9, "a", "b"));
    assertThat(ground.findingId()).isEqualTo(later.findingId());
    assertThat(ground.headline())
        .isEqualTo("Workload w of account 111122223333 went to b when a" + " throttled it");
    assertThat(ground.subject()).isEqualTo("after a throttle in a");
  }
}
