package dev.landfall.core.detect.episode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.codec.ByteWriter;
import org.junit.jupiter.api.Test;

class ToldTest {
  private static final Telling WORDS = new Telling("9 bad", "half", null);
  private static final Telling EARLY = new Telling("8 bad", "half", "share 8");

  private static Episodes found() {
    EpisodeTable table = new EpisodeTable();
    table.add(0, 10, 9);
    table.add(60_000, 10, 9);
    return table.episodes(new Above(), 120_000);
  }

  @Test
  void it_survives_its_coded_form_with_the_words() {
    Told told =
        Told.NOTHING
            .withStored(found(), true, WORDS)
            .withEarly(found(), EARLY)
            .withEarly(found(), null);
    assertThat(Told.decode(told.encode())).isEqualTo(told);
    Told early = told.withEarly(found(), EARLY);
    assertThat(Told.decode(early.encode())).isEqualTo(early);
    assertThat(early.earlyRevision()).isEqualTo(2);
    assertThat(early.says(WORDS)).isTrue();
    assertThat(early.says(EARLY)).isFalse();
  }

  @Test
  void version_1_is_read_and_knows_its_words_by_their_hash() {
    ByteWriter out = new ByteWriter();
    out.writeByte(1);
    found().write(out);
    out.writeLong(7);
    Episodes.NONE.write(out);
    out.writeLong(3);
    out.writeLong(EARLY.hashCode());
    Told first = Told.decode(out.toByteArray());
    assertThat(first.stored()).isEqualTo(found());
    assertThat(first.revision()).isEqualTo(7);
    assertThat(first.earlyRevision()).isEqualTo(3);
    assertThat(first.said()).isNull();
    assertThat(first.says(EARLY)).isTrue();
    assertThat(first.says(WORDS)).isFalse();
    assertThat(Told.decode(first.encode())).isEqualTo(first);
  }
}
