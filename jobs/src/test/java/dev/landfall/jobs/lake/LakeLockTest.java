package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeLockTest {
  @TempDir Path lake;

  @Test
  void the_second_owner_is_told_who_owns_it_and_what_to_do() throws Exception {
    LakeLock first = LakeLock.own(lake, "up");
    try (first) {
      assertThatThrownBy(() -> LakeLock.own(lake, "replay"))
          .isInstanceOf(LakeLock.LakeOwned.class)
          .hasMessageContaining("replay cannot use the lake " + lake)
          .hasMessageContaining("owned by up (process " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("Stop that one first");
    }
    LakeLock second = LakeLock.own(lake, "replay");
    second.close();
  }

  @Test
  void compaction_takes_a_lease_beside_the_owner_but_not_beside_itself() throws Exception {
    LakeLock owner = LakeLock.own(lake, "up");
    LakeLock lease = LakeLock.lease(lake, "lake compact");
    try (owner;
        lease) {
      assertThatThrownBy(() -> LakeLock.lease(lake, "lake compact"))
          .isInstanceOf(LakeLock.LakeOwned.class);
    }
  }

  @Test
  void another_process_owns_the_lake_until_it_is_killed() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                lake.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      BufferedReader said =
          new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
      assertThat(said.readLine()).isEqualTo("owned");
      assertThatThrownBy(() -> LakeLock.own(lake, "replay"))
          .isInstanceOf(LakeLock.LakeOwned.class)
          .hasMessageContaining("owned by up (process " + owner.pid() + ")");
    } finally {
      owner.destroyForcibly();
      assertThat(owner.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    LakeLock free = LakeLock.own(lake, "replay");
    free.close();
  }

  /** Owns the lake named by its argument and waits for its end. */
  public static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws Exception {
      LakeLock lock = LakeLock.own(Path.of(arguments[0]), "up");
      try (lock) {
        System.out.println("owned");
        System.in.read();
      }
    }
  }
}
