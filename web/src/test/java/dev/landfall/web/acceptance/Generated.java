package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.lake.ContentDump;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeUnavailable;
import dev.landfall.reports.totals.ReplayTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Generated logs that come in parts, and lakes that are compared with a replay of all of them. */
final class Generated {
  private final Path folder;
  private final List<Path> held;
  private int given;

  private Generated(Path folder, List<Path> held) {
    this.folder = folder;
    this.held = held;
  }

  /** Makes logs and holds all of them back. */
  static Generated heldBack(Path folder, int calls) throws Exception {
    Path made = folder.resolve("made");
    Landfall.Ended ended =
        Landfall.run(
            folder,
            "1g",
            "generate",
            "--out",
            made.toString(),
            "--calls",
            Integer.toString(calls),
            "--seed",
            "11");
    assertThat(ended.exit()).as(ended.err()).isZero();
    Files.move(made.resolve("logs"), made.resolve("held"));
    Files.createDirectories(made.resolve("logs"));
    try (Stream<Path> files = Files.walk(made.resolve("held"))) {
      return new Generated(made, files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  Path folder() {
    return folder;
  }

  /** Puts files in place, each by rename, until this share of all is there. */
  void give(double share) throws IOException {
    Path logs = folder.resolve("logs");
    for (int until = (int) Math.round(held.size() * share); given < until; given++) {
      // every third from the end, so that records of one call come in different parts
      Path file = held.get((int) ((given * 7919L) % held.size()));
      Path target = logs.resolve(folder.resolve("held").relativize(file));
      if (Files.exists(file)) {
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    if (share == 1) {
      for (Path file : held) {
        Path target = logs.resolve(folder.resolve("held").relativize(file));
        if (Files.exists(file)) {
          Files.createDirectories(target.getParent());
          Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  long calls() throws IOException {
    return truth().path("calls").asLong();
  }

  long quotaTokens() throws IOException {
    long sum = 0;
    for (JsonNode row : truth().path("settled_by_quota_minute")) {
      sum += row.path("settled_tokens").asLong();
    }
    return sum;
  }

  private JsonNode truth() throws IOException {
    return new JsonMapper().readTree(folder.resolve("truth.json").toFile());
  }

  /** A configuration beside the logs: the generated one with some lines changed or added. */
  Path config(String name, String lake, String more) throws IOException {
    Path config = folder.resolve(name + ".yaml");
    String text =
        Files.readString(folder.resolve("landfall.yaml"))
            .replace("lake: ./lake", "lake: " + lake)
            .replaceAll("port: \\d+", "port: " + FlinkCluster.freePort());
    Files.writeString(config, text + more);
    return config;
  }

  static long callsIn(Path lake) {
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      return ReplayTotals.of(open).calls();
    } catch (LakeUnavailable notYet) {
      return 0;
    }
  }

  static long objectsIn(Path lake) {
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      return ContentDump.lines(open, LakeTable.OBJECTS).size();
    } catch (LakeUnavailable notYet) {
      return 0;
    }
  }

  /** All calls are there and nothing waits for anything any more. */
  void assertSettled(Path lake) throws IOException {
    assertThat(callsIn(lake)).isEqualTo(calls());
    try (Lake open = Lake.open(lake, LakeOptions.besideTheJob())) {
      assertThat(ReplayTotals.of(open).ties()).isTrue();
      assertThat(QuotaSums.settled(open)).isEqualTo(quotaTokens());
    }
  }

  /** Replays all logs into a lake of its own and holds the other to it, row by row. */
  void assertSameAsReplay(Path lake) throws Exception {
    Path config = config("replayed", "./lake-replayed", "");
    Landfall.Ended replay =
        Landfall.run(folder, "1g", "replay", "--json", "--config", config.toString());
    assertThat(replay.exit()).as(replay.err()).isIn(1, 2);
    SameContent.assertSameStands(folder.resolve("lake-replayed"), lake);
  }
}
