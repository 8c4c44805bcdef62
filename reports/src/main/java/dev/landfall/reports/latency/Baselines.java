package dev.landfall.reports.latency;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.landfall.reports.lake.LakeJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The baselines of a lake: {@code _control/baselines/<made at>-<hash of the inputs>.json}.
 *
 * <p>Shape: a file is written once and never changed; the greatest name, so the newest, counts.
 * Errors: a file that cannot be read is an {@link IOException}, never "no baseline".
 */
public final class Baselines {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int HASH_SHOWN = 16;

  private Baselines() {}

  static Path folder(Path lake) {
    return lake.resolve("_control").resolve("baselines");
  }

  /** Stores a baseline and returns its file; the same one stored again is the same file. */
  public static Path store(Path lake, Baseline baseline) throws IOException {
    Path folder = Files.createDirectories(folder(lake));
    String hash = baseline.inputsSha256().substring(0, HASH_SHOWN);
    Path file =
        folder.resolve(NAME.format(Instant.parse(baseline.madeAt())) + "-" + hash + ".json");
    Path half = Files.createTempFile(folder, ".half", ".tmp");
    try {
      Files.writeString(half, text(baseline), StandardOpenOption.TRUNCATE_EXISTING);
      Files.createLink(file, half); // exclusive, unlike a rename
    } catch (FileAlreadyExistsException same) {
      if (!Files.readString(file).equals(text(baseline))) {
        throw new IOException(
            "two baselines of one second and the same samples differ; the first stays: " + file,
            same);
      }
    } finally {
      Files.deleteIfExists(half);
    }
    return file;
  }

  /** The newest one. */
  public static Optional<Baseline> newest(Path lake) throws IOException {
    try (Stream<Path> files = Files.list(folder(lake))) {
      Optional<Path> newest =
          files
              .filter(file -> String.valueOf(file.getFileName()).endsWith(".json"))
              .max(Path::compareTo);
      if (newest.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            LakeJson.mapper().readValue(Files.readAllBytes(newest.get()), Baseline.class));
      } catch (IOException e) {
        throw new IOException(
            "cannot read the baseline " + newest.get() + ": take it out or store a new one", e);
      }
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  public static String text(Baseline baseline) {
    try {
      return LakeJson.writer().writeValueAsString(LakeJson.mapper().valueToTree(baseline)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a baseline cannot be written as JSON", e);
    }
  }
}
