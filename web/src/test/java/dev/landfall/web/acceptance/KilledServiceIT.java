package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.Manifest;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded service, fed object by object, is killed with SIGKILL at three seeded moments, one
 * of them after a checkpoint is complete and before the lake of it is published. What it ends in
 * equals a run that nobody disturbed, row by row.
 */
class KilledServiceIT {
  private static final long SEED = Long.getLong("landfall.kill.seed", 20261121L);
  private static final int MOST_TRIES = 15;

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private Path made;
  private Path config;
  private Path lake;
  private Feed feed;
  private int starts;

  @Test
  void killed_anywhere_and_started_again_it_ends_in_the_same_content() throws Exception {
    undisturbed();
    feed = Feed.of(made.resolve("logs"), SEED);
    int share = feed.left() / 6;

    killedWhileReading(share);
    killedBetweenCheckpointAndPublication(share);
    killedWhileReading(share);

    try (RunningUp up = started()) {
      feed.giveAll();
      up.untilSettled(lake);
    }
    SameContent.assertSameStands(made.resolve("lake"), lake);
  }

  private void undisturbed() throws Exception {
    made = folder.resolve("made");
    Landfall.Ended generated =
        Landfall.run(
            folder, "1g", "generate", "--out", made.toString(), "--calls", "4000", "--seed", "23");
    assertThat(generated.exit()).as(generated.err()).isZero();
    Landfall.Ended replay =
        Landfall.run(
            folder, "1g", "replay", "--json", "--config", made.resolve("landfall.yaml").toString());
    assertThat(replay.exit()).as(replay.err()).isEqualTo(2);
    config = RunningUp.config(made, "killed");
    lake = made.resolve("lake-killed");
  }

  private void killedWhileReading(int objects) throws Exception {
    try (RunningUp up = started()) {
      up.untilReady();
      feed.give(objects);
      Thread.sleep(random.nextInt(1_500)); // the moment is the test
      up.kill();
    }
  }

  /** A few milliseconds lie between the two, so it is tried until it was hit. */
  private void killedBetweenCheckpointAndPublication(int objects) throws Exception {
    LakeStore store = new LakeStore(lake);
    for (int n = 1; n <= MOST_TRIES; n++) {
      try (RunningUp up = started()) {
        up.untilReady();
        for (boolean struck = false; !struck; ) {
          feed.give(Math.max(1, objects / MOST_TRIES));
          long before = newestCheckpoint();
          long version = store.latestVersion();
          while (newestCheckpoint() <= before && up.isAlive()) {
            Thread.onSpinWait();
          }
          struck = store.latestVersion() == version || feed.left() == 0;
          if (struck) {
            up.kill();
          }
        }
      }
      if (newestCheckpointNamesUnpublishedFiles()) {
        return;
      }
    }
    throw new AssertionError(
        "not once in %d kills was a complete checkpoint unpublished".formatted(MOST_TRIES));
  }

  /** Data files on disk that the checkpoint's state names and the lake's manifest does not. */
  private boolean newestCheckpointNamesUnpublishedFiles() throws IOException {
    Manifest manifest = new LakeStore(lake).latest();
    Set<String> published = new HashSet<>();
    manifest.tables().values().forEach(files -> files.forEach(f -> published.add(f.path())));
    manifest.retired().forEach(file -> published.add(file.path()));
    List<String> unpublished;
    try (Stream<Path> all = Files.walk(lake)) {
      unpublished =
          all.map(path -> lake.relativize(path).toString())
              .filter(path -> path.endsWith(".parquet") && !published.contains(path))
              .toList();
    }
    String suffix = "chk-" + newestCheckpoint();
    try (Stream<Path> all = Files.walk(lake.resolve("_checkpoints"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (String.valueOf(file.getParent().getFileName()).equals(suffix)) {
          String state = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          if (unpublished.stream().anyMatch(state::contains)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private RunningUp started() throws Exception {
    return new RunningUp(folder, made, config, "killed-" + ++starts);
  }

  /** The greatest number of a complete checkpoint; its metadata comes last, by rename. */
  private long newestCheckpoint() throws IOException {
    Path checkpoints = lake.resolve("_checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return 0;
    }
    long newest = 0;
    try (Stream<Path> jobs = Files.list(checkpoints)) {
      for (Path job : jobs.toList()) {
        String[] names = job.toFile().list();
        for (String name : names == null ? new String[0] : names) {
          if (name.startsWith("chk-") && Files.exists(job.resolve(name).resolve("_metadata"))) {
            newest = Math.max(newest, Long.parseLong(name.substring(4)));
          }
        }
      }
    }
    return newest;
  }
}
