package dev.landfall.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files with one fault each. The first line says what must be answered: {@code # expect LINE:COLUMN
 * MESSAGE}, where the message is the start of what follows the place.
 */
public final class Faults {
  private Faults() {}

  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  public static void assertNamed(Path file, ConfigProblem problem) throws IOException {
    String[] expected = Files.readAllLines(file).get(0).split(" ", 4);
    assertThat(problem).as("%s is accepted", file).isNotNull();
    String place = expected[2].equals("0:0") ? file + ": " : file + ":" + expected[2] + ": ";
    assertThat(problem).hasMessageStartingWith(place + expected[3]);
    assertThat(problem).hasMessageNotContaining("hushhush").hasMessageNotContaining("\n");
  }
}
