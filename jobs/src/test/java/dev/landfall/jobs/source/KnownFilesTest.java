package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import org.junit.jupiter.api.Test;

class KnownFilesTest {
  @Test
  void a_file_is_new_once() {
    KnownFiles known = new KnownFiles();

    assertThat(known.add(new FoundFile("/a", 1, 10, 10))).isTrue();
    assertThat(known.add(new FoundFile("/a", 1, 10, 10))).isFalse();
  }

  @Test
  void another_size_time_or_path_is_another_file() {
    KnownFiles known = new KnownFiles();
    known.add(new FoundFile("/a", 1, 10, 10));

    assertThat(known.add(new FoundFile("/a", 2, 10, 10))).isTrue();
    assertThat(known.add(new FoundFile("/a", 1, 11, 10))).isTrue();
    assertThat(known.add(new FoundFile("/b", 1, 10, 10))).isTrue();
  }

  @Test
  void forgotten_names_count_as_seen_and_take_no_room() {
    KnownFiles known = new KnownFiles();
    known.add(new FoundFile("/old", 1, 10, 10));
    known.add(new FoundFile("/new", 1, 90, 90));

    known.forget(50);

    assertThat(known.size()).isEqualTo(1);
    assertThat(known.add(new FoundFile("/old", 1, 10, 10))).isFalse();
    assertThat(known.add(new FoundFile("/new", 1, 90, 90))).isFalse();
  }

  @Test
  void an_old_file_renamed_into_place_is_new_for_its_inode_changed_now() {
    KnownFiles known = new KnownFiles();
    known.forget(50);

    assertThat(known.add(new FoundFile("/late", 1, 10, 60))).isTrue();
  }

  @Test
  void the_stored_form_keeps_names_and_horizon() {
    KnownFiles known = new KnownFiles();
    known.add(new FoundFile("/a", 1, 90, 90));
    known.forget(50);
    ByteWriter out = new ByteWriter();
    known.write(out);

    KnownFiles back = KnownFiles.read(new ByteReader(out.toByteArray()));

    assertThat(back.add(new FoundFile("/a", 1, 90, 90))).isFalse();
    assertThat(back.add(new FoundFile("/older", 1, 10, 10))).isFalse();
    assertThat(back.add(new FoundFile("/b", 1, 90, 90))).isTrue();
  }
}
