package dev.landfall.web.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Takes the generated objects out of their folder and gives them back one by one, by rename. */
final class Feed {
  private final Path logs;
  private final Path held;
  private final List<Path> left;

  private Feed(Path logs, Path held, List<Path> left) {
    this.logs = logs;
    this.held = held;
    this.left = left;
  }

  /** Empties {@code logs}; the seed decides in which order the objects come back. */
  static Feed of(Path logs, long seed) throws IOException {
    Path held = logs.resolveSibling("held");
    Files.move(logs, held);
    Files.createDirectories(logs);
    List<Path> files;
    try (Stream<Path> all = Files.walk(held)) {
      files = new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    }
    java.util.Collections.shuffle(files, new Random(seed));
    return new Feed(logs, held, files);
  }

  int left() {
    return left.size();
  }

  void give(int objects) throws IOException {
    for (int n = 0; n < objects && !left.isEmpty(); n++) {
      Path file = left.remove(left.size() - 1);
      Path place = logs.resolve(held.relativize(file));
      Files.createDirectories(place.getParent());
      Files.move(file, place);
    }
  }

  void giveAll() throws IOException {
    give(left.size());
  }
}
