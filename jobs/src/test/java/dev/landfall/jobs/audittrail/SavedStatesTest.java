package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedStatesTest {
  @TempDir Path folder;

  private void state(String name, long atMillis, boolean whole) throws IOException {
    Path state = Files.createDirectories(folder.resolve(name));
    Files.writeString(state.resolve("part"), "x");
    if (whole) {
      Path metadata = Files.writeString(state.resolve("_metadata"), "x");
      Files.setLastModifiedTime(metadata, FileTime.fromMillis(atMillis));
    }
  }

  private SavedStates states() {
    return SavedStates.below(LakePlace.in(folder));
  }

  @Test
  void the_newest_whole_state_of_any_job_wins() throws Exception {
    assertThat(states().newest()).isEmpty();
    state("aaaa/chk-9", 1_000, true);
    state("bbbb/chk-2", 3_000, true);
    state("bbbb/chk-3", 9_000, false);
    state("savepoints/savepoint-1", 2_000, true);
    assertThat(states().newest())
        .hasValueSatisfying(uri -> assertThat(uri).startsWith("file:///").endsWith("/bbbb/chk-2"));
  }

  @Test
  void only_the_newest_few_stay() throws Exception {
    for (int i = 0; i < 5; i++) {
      state("savepoint-" + i, i * 1_000L, true);
    }
    states().keepNewest(2);
    assertThat(folder.resolve("savepoint-4/_metadata")).exists();
    assertThat(folder.resolve("savepoint-3/part")).exists();
    assertThat(folder.resolve("savepoint-2/_metadata")).doesNotExist();
    assertThat(folder.resolve("savepoint-2/part")).doesNotExist();
  }

  @Test
  void nothing_stays_when_all_are_removed() throws Exception {
    state("aaaa/chk-9", 1_000, true);
    states().clear();
    assertThat(states().newest()).isEmpty();
    assertThat(folder.resolve("aaaa")).doesNotExist();
  }
}
