package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code up} and {@code replay} over the same files end in the same content, also when {@code up}
 * is killed without warning in the middle and started again.
 */
class UpEqualsReplayIT {
  @TempDir static Path folder;
  private static Path made;

  @BeforeAll
  static void generate_and_replay() throws Exception {
    made = folder.resolve("made");
    assertThat(
            Landfall.run(
                    folder,
                    "1g",
                    "generate",
                    "--out",
                    made.toString(),
                    "--calls",
                    "12000",
                    "--seed",
                    "11",
                    "--scenes")
                .exit())
        .isZero();
    Landfall.Ended replay =
        Landfall.run(
            folder, "1g", "replay", "--json", "--config", made.resolve("landfall.yaml").toString());
    assertThat(replay.exit()).as(replay.err()).isEqualTo(2);
  }

  @Test
  void a_service_left_alone_ends_in_the_content_of_a_replay() throws Exception {
    Path config = RunningUp.config(made, "alone");
    Path lake = made.resolve("lake-alone");
    try (RunningUp up = new RunningUp(folder, made, config, "alone")) {
      up.untilSettled(lake);
    }
    SameContent.assertSame(made.resolve("lake"), lake);
  }

  @Test
  void a_service_killed_in_the_middle_and_started_again_does_too() throws Exception {
    Path config = RunningUp.config(made, "killed");
    Path lake = made.resolve("lake-killed");
    try (RunningUp up = new RunningUp(folder, made, config, "killed-1")) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(lake.resolve("_manifests")) && RunningUp.calls(lake) > 0);
      up.kill();
    }
    try (RunningUp up = new RunningUp(folder, made, config, "killed-2")) {
      up.untilSettled(lake);
    }
    SameContent.assertSame(made.resolve("lake"), lake);
  }
}
