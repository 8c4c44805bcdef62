package dev.landfall.jobs.audittrail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checkpoints kept below the lake: which is the newest one to go on from.
 *
 * <p>Shape: {@code _checkpoints/<job id>/chk-<n>/_metadata}; the job id never changes, so the
 * greatest number is the newest. A checkpoint is complete when its metadata is there, which Flink
 * puts in place by rename.
 */
final class Checkpoints {
  /** The one job of a lake, whatever process runs it. */
  static final String JOB_ID = "1a2df411000000000000000000000001";

  private static final String METADATA = "_metadata";
  private static final Pattern NAME = Pattern.compile("chk-([0-9]+)");

  private Checkpoints() {}

  static Optional<Path> newest(Path lake) throws IOException {
    Path folder = WorkFolders.checkpoints(lake).resolve(JOB_ID);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> number(path) >= 0 && Files.isRegularFile(path.resolve(METADATA)))
          .max(Comparator.comparingLong(Checkpoints::number));
    }
  }

  /** Removes checkpoints that a killed job left half written, so that their numbers are free. */
  static void removeIncomplete(Path lake) throws IOException {
    Path folder = WorkFolders.checkpoints(lake).resolve(JOB_ID);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path path : entries.toList()) {
        if (number(path) >= 0 && !Files.isRegularFile(path.resolve(METADATA))) {
          WorkFolders.delete(path);
        }
      }
    }
  }

  private static long number(Path path) {
    Matcher matcher = NAME.matcher(String.valueOf(path.getFileName()));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }
}
