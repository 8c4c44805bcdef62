package dev.landfall.core.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.alert.FindingRevision;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryBookTest {
  private static final long START = 1_790_000_000_000L;
  private static final long WITHIN = 60_000;

  private CanaryBook book = new CanaryBook();

  private static Planting planted(int n) {
    return planted(n, "directory:/logs");
  }

  private static Planting planted(int n, String source) {
    long at = START + n * 1_000L;
    return new Planting(
        CanaryId.of(Canary.ACCOUNT, at, n), Canary.ACCOUNT, at, source, WITHIN, null);
  }

  private void restart() {
    book = CanaryBook.decode(book.encode());
  }

  @Test
  void one_that_was_told_in_time_is_never_missed() {
    assertThat(book.take(planted(1), START)).isTrue();
    assertThat(book.told(planted(1).alert(), START + 2_000)).isEmpty();
    restart();
    assertThat(book.overdue(START + 10 * WITHIN)).isEmpty();
  }

  @Test
  void one_that_was_told_before_its_file_was_read_is_not_missed_either() {
    book.told(planted(1).alert(), START + 2_000);
    restart();
    book.missed(planted(0), START);
    assertThat(book.take(planted(1), START + 2_500)).isTrue();
    assertThat(book.news()).singleElement().satisfies(f -> assertThat(f.standing()).isFalse());
    assertThat(book.news()).isEmpty();
    assertThat(book.overdue(START + 10 * WITHIN)).isEmpty();
  }

  @Test
  void one_whose_time_has_passed_is_missed_once_over_restarts() {
    book.take(planted(1), START);
    assertThat(book.overdue(START + 1_000 + WITHIN + 2_000)).isEmpty();
    restart();
    assertThat(book.overdue(START + 1_001 + WITHIN + 2_000)).containsExactly(planted(1));
    restart();
    assertThat(book.overdue(START + 10 * WITHIN)).isEmpty();
    assertThat(book.take(planted(1), START)).isFalse();
  }

  @Test
  void a_missed_one_stands_until_a_later_one_of_its_source_is_told() {
    FindingRevision first = book.missed(planted(1), START + WITHIN);
    assertThat(first.standing()).isTrue();
    assertThat(CanaryBook.isMissed(first.findingId())).isTrue();
    book.take(planted(2), START);
    book.take(planted(3, "kinesis:other"), START);
    restart();
    assertThat(book.told(planted(3, "kinesis:other").alert(), START)).isEmpty();
    List<FindingRevision> ended = book.told(planted(2).alert(), START + 2 * WITHIN);
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).findingId()).isEqualTo(first.findingId());
    assertThat(ended.get(0).standing()).isFalse();
    assertThat(ended.get(0).revision()).isGreaterThan(first.revision());
  }

  @Test
  void one_that_a_sink_refused_is_not_told_though_others_took_it() {
    book.answered("canary-a", false);
    book.answered("canary-b", false);
    book.answered("canary-b", true);
    restart();
    assertThat(book.answered()).containsExactly("canary-a", "canary-b");
    assertThat(book.ended("canary-a")).isTrue();
    assertThat(book.ended("canary-b")).isFalse();
    assertThat(book.answered()).isEmpty();
  }

  @Test
  void what_a_rebuild_meets_long_after_is_written_down_and_not_missed_anew() {
    assertThat(book.take(planted(1), START + 2 * 3_600_000)).isTrue();
    assertThat(book.overdue(START + 3 * 3_600_000)).isEmpty();
  }

  @Test
  void one_that_could_not_be_planted_waits_for_nothing() {
    Planting failed =
        new Planting(
            planted(1).id(), Canary.ACCOUNT, START, "s3://b", WITHIN, "no permission; allow it");
    assertThat(book.take(failed, START)).isTrue();
    assertThat(book.overdue(START + 10 * WITHIN)).isEmpty();
  }

  @Test
  void one_whose_file_is_old_enough_to_go_is_passed_over_and_forgotten() {
    long kept = Planting.KEPT.toMillis();
    assertThat(book.take(planted(1), START + 1_000 + kept)).isTrue();
    assertThat(book.take(planted(1), START + 1_000 + kept)).isFalse();
    assertThat(book.take(planted(1), START + 1_001 + kept)).isFalse();
    int full = book.encode().length;
    book.overdue(START + 1_000 + kept);
    assertThat(book.encode()).hasSize(full);
    book.overdue(START + 1_001 + kept);
    assertThat(book.encode()).hasSizeLessThan(full);
  }
}
