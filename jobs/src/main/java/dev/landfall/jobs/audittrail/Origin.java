package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.JobConfig.StateBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Under what the service last ran on a lake, so that a start knows whether its checkpoints still
 * fit.
 *
 * <p>Shape: {@code _origin} in the lake, two lines of {@code key=value}, replaced by rename before
 * the job starts. Missing: no service ran here, or one of a version that did not write it.
 *
 * @param generation of the lake; a replay makes the next one, and then older checkpoints are void
 * @param backend wrote the checkpoints; null: one that this build does not know
 */
record Origin(long generation, @Nullable StateBackend backend) {
  private static final String NAME = "_origin";

  static Optional<Origin> read(Path lake) throws IOException {
    Properties lines = new Properties();
    try (InputStream in = Files.newInputStream(lake.resolve(NAME))) {
      lines.load(in);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    try {
      long generation = Long.parseLong(lines.getProperty("generation", ""));
      return Optional.of(new Origin(generation, backend(lines.getProperty("state_backend"))));
    } catch (NumberFormatException e) {
      throw new IOException(
          "%s is damaged: it says generation '%s'. If no replay was run since the service last stopped, remove the file; else remove %s and %s too"
              .formatted(
                  lake.resolve(NAME),
                  lines.getProperty("generation"),
                  WorkFolders.checkpoints(lake),
                  WorkFolders.savepoints(lake)),
          e);
    }
  }

  void write(Path lake) throws IOException {
    Properties lines = new Properties();
    lines.setProperty("generation", Long.toString(generation));
    if (backend != null) {
      lines.setProperty("state_backend", backend.name());
    }
    Path next = lake.resolve(NAME + ".next");
    try (OutputStream out = Files.newOutputStream(next)) {
      lines.store(out, null);
    }
    Files.move(
        next,
        lake.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static @Nullable StateBackend backend(@Nullable String name) {
    for (StateBackend each : StateBackend.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }
}
