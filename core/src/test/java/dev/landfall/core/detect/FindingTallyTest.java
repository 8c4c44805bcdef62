package dev.landfall.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.lake.LakeRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FindingTallyTest {
  private static final long HOUR = 3_600_000;

  private static Ground at(long time, Severity severity) {
    return new Ground(
        "r", 1, severity, "1", "w", null, "ap-southeast-1", null, time, "h" + severity);
  }

  private static Ground at(long time) {
    return at(time, Severity.ERROR);
  }

  private static FindingTally of(List<Ground> grounds) {
    FindingTally tally = FindingTally.empty();
    grounds.forEach(tally::add);
    return tally;
  }

  @Property(tries = 200)
  void order_does_not_matter_and_retract_undoes_add(
      @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 20_000_000) Long> kept,
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 20_000_000) Long> undone,
      @ForAll long seed) {
    List<Ground> stay = kept.stream().map(t -> at(t, severity(t))).toList();
    List<Ground> go = undone.stream().map(t -> at(t, severity(t))).toList();
    List<Ground> all = new ArrayList<>(stay);
    all.addAll(go);
    Collections.shuffle(all, new Random(seed));
    FindingTally tally = of(all);
    go.forEach(tally::retract);
    FindingTally coded = FindingTally.decode(tally.encode());
    for (FindingTally one : List.of(tally, coded)) {
      assertThat(values(one)).isEqualTo(values(of(stay)));
    }
    assertThat(tally.row(1).get("first_seen_at")).isEqualTo(Collections.min(kept) * 1000);
    assertThat(tally.row(1).get("last_seen_at")).isEqualTo(Collections.max(kept) * 1000);
    assertThat(tally.occurrences()).isEqualTo(kept.size());
  }

  private static Severity severity(long time) {
    return Severity.values()[(int) (time % 3)];
  }

  private static List<Object> values(FindingTally tally) {
    LakeRow row = tally.row(1);
    List<Object> values = new ArrayList<>();
    row.table().columns().forEach(column -> values.add(String.valueOf(row.get(column.name()))));
    return values;
  }

  @Test
  void the_gravest_ground_speaks_until_it_is_gone() {
    FindingTally tally = of(List.of(at(5, Severity.INFO), at(6, Severity.CRITICAL)));
    assertThat(tally.open().severity()).isEqualTo("critical");
    tally.retract(at(6, Severity.CRITICAL));
    assertThat(tally.open().severity()).isEqualTo("info");
  }

  @Test
  void a_finding_without_grounds_is_superseded_and_keeps_its_days() {
    FindingTally tally = of(List.of(at(5 * HOUR)));
    tally.retract(at(5 * HOUR));
    assertThat(tally.isEmpty()).isTrue();
    assertThat(tally.row(2).get("status")).isEqualTo("superseded");
    assertThat(tally.row(2).get("occurrences")).isEqualTo(0L);
    assertThat(tally.row(2).get("first_seen_at")).isEqualTo(5 * HOUR * 1000);
  }

  @Test
  void folding_keeps_the_figures_and_lets_old_grounds_go() {
    FindingTally tally = of(List.of(at(1), at(HOUR), at(HOUR + 1), at(9 * HOUR)));
    List<Object> before = values(tally);
    tally.fold(2 * HOUR);
    tally = FindingTally.decode(tally.encode());
    assertThat(values(tally)).isEqualTo(before);
    tally.add(at(30));
    assertThat(tally.occurrences()).isEqualTo(5);
    tally.retract(at(9 * HOUR));
    assertThat(tally.row(1).get("last_seen_at")).isEqualTo((HOUR + 1) * 1000);
    for (long t : new long[] {1, 30, HOUR, HOUR + 1}) {
      tally.retract(at(t));
    }
    assertThat(tally.isEmpty()).isTrue();
  }

  @Test
  void another_findings_ground_is_refused() {
    FindingTally tally = of(List.of(at(1)));
    Ground other = new Ground("r", 1, Severity.INFO, "2", "w", null, null, null, 1, "h");
    assertThatThrownBy(() -> tally.add(other)).hasMessageContaining(other.findingId());
    assertThatThrownBy(() -> FindingTally.empty().row(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void the_id_is_the_hash_of_the_identity_and_not_of_the_time() {
    assertThat(at(1).findingId()).isEqualTo(at(2, Severity.INFO).findingId());
    // printf 'r|1|w||ap-southeast-1|' | sha256sum
    assertThat(at(1).findingId()).isEqualTo("693bf07fb382d0c1");
  }

  @Test
  void a_ground_survives_its_coded_form() {
    assertThat(GroundCodec.decode(GroundCodec.encode(at(7)))).isEqualTo(at(7));
  }
}
