package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under what the service last ran on a lake, so that a start knows whether its checkpoints still
 * fit.
 *
 * <p>Shape: {@code _origin} in the lake, two lines of {@code key=value}, replaced whole before the
 * job starts. Missing: no service ran here, or one of a version that did not write it.
 *
 * @param generation of the lake; a replay makes the next one, and then older checkpoints are void
 * @param backend wrote the checkpoints; null: one that this build does not know
 */
record Origin(long generation, @Nullable StateBackend backend) {
  private static final Logger LOG = LoggerFactory.getLogger(Origin.class);
  private static final String NAME = "_origin";

  static Optional<Origin> read(LakePlace lake) throws IOException {
    Properties lines = new Properties();
    try {
      lines.load(new ByteArrayInputStream(LakeFiles.at(lake).read(NAME)));
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
                  lake.below(NAME).text(),
                  lines.getProperty("generation"),
                  EmbeddedStates.checkpoints(lake).text(),
                  EmbeddedStates.savepoints(lake).text()),
          e);
    }
  }

  void write(LakePlace lake) throws IOException {
    Properties lines = new Properties();
    lines.setProperty("generation", Long.toString(generation));
    if (backend != null) {
      lines.setProperty("state_backend", backend.name());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lines.store(out, null);
    LakeFiles.at(lake).replace(NAME, out.toByteArray());
  }

  void warnOfReplay(LakePlace lake, long now) {
    LOG.warn(
        "the lake {} was replayed since the service last ran (generation {} to {}): the sources"
            + " are read from their beginning",
        lake.text(),
        generation,
        now);
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
