package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every place of a lake keeps. */
abstract class LakeFilesContract {
  /** An empty place. */
  abstract LakeFiles files() throws IOException;

  /** How many write the same exclusive file at the same moment. */
  int writersAtOnce() {
    return 8;
  }

  @Test
  void a_new_file_is_seen_only_when_it_is_published() throws Exception {
    LakeFiles files = files();
    byte[] content = bytes(100_000);
    try (LakeFiles.NewFile file = files.create("calls/dt=2026-11-01/a.parquet")) {
      file.write(content, 0, 60_000);
      file.write(content, 60_000, 40_000);
      assertThat(file.position()).isEqualTo(100_000);
      assertThat(files.exists("calls/dt=2026-11-01/a.parquet")).isFalse();
      file.publish();
    }
    assertThat(files.read("calls/dt=2026-11-01/a.parquet")).isEqualTo(content);
    assertThat(paths(files, "calls")).containsExactly("calls/dt=2026-11-01/a.parquet");
  }

  @Test
  void a_large_file_is_whole_too() throws Exception {
    LakeFiles files = files();
    byte[] content = bytes(19 << 20);
    try (LakeFiles.NewFile file = files.create("calls/large.parquet")) {
      for (int at = 0; at < content.length; at += 1 << 20) {
        file.write(content, at, Math.min(1 << 20, content.length - at));
      }
      assertThat(files.exists("calls/large.parquet")).isFalse();
      file.publish();
    }
    assertThat(files.read("calls/large.parquet")).isEqualTo(content);
  }

  @Test
  void a_file_closed_unpublished_leaves_nothing() throws Exception {
    LakeFiles files = files();
    try (LakeFiles.NewFile file = files.create("calls/gone.parquet")) {
      file.write(bytes(9 << 20), 0, 9 << 20);
    }
    assertThat(files.exists("calls/gone.parquet")).isFalse();
    assertThat(paths(files, "calls")).isEmpty();
  }

  @Test
  void one_of_many_creates_an_exclusive_file() throws Exception {
    LakeFiles files = files();
    ExecutorService writers = Executors.newFixedThreadPool(writersAtOnce());
    try {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        byte[] mine = ("writer " + i).getBytes(StandardCharsets.UTF_8);
        all.add(() -> files.createExclusive("_manifests/v000000000001.json", mine));
      }
      int winner = -1;
      List<Future<Boolean>> done = writers.invokeAll(all);
      for (int i = 0; i < done.size(); i++) {
        if (done.get(i).get()) {
          assertThat(winner).as("two writers won").isEqualTo(-1);
          winner = i;
        }
      }
      assertThat(files.read("_manifests/v000000000001.json"))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("writer " + winner);
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void a_taken_path_stays_as_it_is() throws Exception {
    LakeFiles files = files();
    assertThat(files.createExclusive("_manifests/v1", bytes(10))).isTrue();
    assertThat(files.createExclusive("_manifests/v1", bytes(20))).isFalse();
    assertThat(files.read("_manifests/v1")).isEqualTo(bytes(10));
  }

  @Test
  void a_replaced_file_has_the_new_content() throws Exception {
    LakeFiles files = files();
    files.replace("_live/snapshot.json", bytes(5));
    files.replace("_live/snapshot.json", bytes(7));
    assertThat(files.read("_live/snapshot.json")).isEqualTo(bytes(7));
    assertThat(paths(files, "_live")).containsExactly("_live/snapshot.json");
  }

  @Test
  void any_part_of_a_file_can_be_read() throws Exception {
    LakeFiles files = files();
    byte[] content = bytes(3_000_000);
    files.replace("calls/a", content);
    try (SeekableByteChannel channel = files.open("calls/a")) {
      assertThat(channel.size()).isEqualTo(content.length);
      assertPart(channel, content, content.length - 8, 8);
      assertPart(channel, content, 0, 4);
      assertPart(channel, content, 100_000, 2_500_000);
      channel.position(content.length);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void what_is_not_there_is_said_so() throws Exception {
    LakeFiles files = files();
    assertThat(files.exists("calls/none")).isFalse();
    assertThatThrownBy(() -> files.read("calls/none")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files.open("calls/none")).isInstanceOf(NoSuchFileException.class);
    assertThat(files.list("calls")).isEmpty();
    files.delete("calls/none");
  }

  @Test
  void a_listing_has_all_below_a_folder_and_only_that() throws Exception {
    LakeFiles files = files();
    for (int i = 0; i < 30; i++) {
      files.replace("calls/dt=2026-11-0" + i % 3 + "/" + i, bytes(i));
    }
    files.replace("calls_of_another/1", bytes(1));
    List<LakeFiles.Entry> entries = files.list("calls");
    assertThat(entries).hasSize(30);
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.path()).startsWith("calls/dt=2026-11-0");
              assertThat(entry.bytes())
                  .isEqualTo(
                      Long.parseLong(entry.path().substring(entry.path().lastIndexOf('/') + 1)));
              assertThat(entry.modifiedAt()).isPositive();
            });
    assertThat(files.list("")).hasSize(31);
  }

  @Test
  void a_deleted_file_is_gone_and_its_name_free() throws Exception {
    LakeFiles files = files();
    files.createExclusive("_manifests/v1", bytes(1));
    files.delete("_manifests/v1");
    assertThat(files.exists("_manifests/v1")).isFalse();
    assertThat(files.createExclusive("_manifests/v1", bytes(2))).isTrue();
  }

  private static void assertPart(SeekableByteChannel channel, byte[] content, int from, int length)
      throws IOException {
    ByteBuffer part = ByteBuffer.allocate(length);
    channel.position(from);
    while (part.hasRemaining()) {
      assertThat(channel.read(part)).isPositive();
    }
    assertThat(part.flip()).isEqualTo(ByteBuffer.wrap(content, from, length));
  }

  private static List<String> paths(LakeFiles files, String folder) throws IOException {
    return files.list(folder).stream().map(LakeFiles.Entry::path).sorted().toList();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
