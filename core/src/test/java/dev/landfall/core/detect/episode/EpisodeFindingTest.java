package dev.landfall.core.detect.episode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.lake.LakeRow;
import org.junit.jupiter.api.Test;

class EpisodeFindingTest {
  private static final long START = 1_793_620_800_000L;
  private static final Ground WHAT =
      new Ground(
          "above", 1, Severity.INFO, "111122223333", "w", null, "r", null, 0, "W is too bad");

  private static Episodes found(int... bad) {
    EpisodeTable table = new EpisodeTable();
    for (int i = 0; i < bad.length; i++) {
      table.add(START + i * 60_000L, 10, bad[i]);
    }
    return table.episodes(new Above(), START + bad.length * 60_000L);
  }

  private static EpisodeFinding finding(Episodes now, Episodes before) {
    return EpisodeFinding.of(WHAT, new Above(), now, before, null);
  }

  @Test
  void an_open_one_stands_with_its_minutes_value_and_limit() {
    EpisodeFinding finding = finding(found(6, 9, 7), null);
    LakeRow row = finding.row(3);
    assertThat(row.get("status")).isEqualTo("open");
    assertThat(row.get("severity")).isEqualTo("error");
    assertThat(row.get("occurrences")).isEqualTo(3L);
    assertThat(row.get("first_seen_at")).isEqualTo(START * 1000);
    assertThat(row.get("last_seen_at")).isEqualTo((START + 120_000) * 1000);
    assertThat(row.get("ended_at")).isNull();
    assertThat(row.get("value")).isEqualTo("9 bad");
    assertThat(row.get("limit_value")).isEqualTo("half");
    assertThat(row.get("cause")).isEqualTo("share 9");
    FindingRevision revision = FindingRevision.of(finding, 3);
    assertThat(revision.standing()).isTrue();
    assertThat(revision.value()).isEqualTo("9 bad");
    assertThat(revision.findingId()).isEqualTo(row.get("finding_id"));
  }

  @Test
  void an_ended_one_says_when_and_stands_no_longer() {
    EpisodeFinding finding = finding(found(6, 6, 0, 0, 0), null);
    assertThat(finding.row(1).get("status")).isEqualTo("ended");
    assertThat(finding.row(1).get("ended_at")).isEqualTo((START + 300_000) * 1000);
    assertThat(FindingRevision.of(finding, 1).standing()).isFalse();
  }

  @Test
  void one_that_a_correction_took_away_is_superseded_and_keeps_its_day() {
    EpisodeFinding gone = finding(Episodes.NONE, found(6, 6, 0, 0, 0));
    assertThat(gone.isKnown()).isTrue();
    assertThat(gone.row(2).get("status")).isEqualTo("superseded");
    assertThat(gone.row(2).get("occurrences")).isEqualTo(0L);
    assertThat(gone.row(2).get("first_seen_at")).isEqualTo(START * 1000);
    assertThat(gone.row(2).get("ended_at")).isNull();
    assertThat(finding(Episodes.NONE, null).isKnown()).isFalse();
  }
}
