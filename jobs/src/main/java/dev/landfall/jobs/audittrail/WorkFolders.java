package dev.landfall.jobs.audittrail;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Folders below the lake, or below a temporary one, that the job works in. Only the lake's owner
 * may touch them.
 */
final class WorkFolders {
  private WorkFolders() {}

  /** Flink's own temporary files. */
  static Path temporary(Path lake) {
    return lake.resolve("_tmp");
  }

  /** Witnesses of a replay that exceed memory. */
  static Path spill(Path lake) {
    return temporary(lake).resolve("spill");
  }

  static Path checkpoints(Path lake) {
    return lake.resolve("_checkpoints");
  }

  /** One of each clean stop, the newest few. */
  static Path savepoints(Path lake) {
    return lake.resolve("_savepoints");
  }

  /** Removes what an earlier owner, perhaps killed, left, and makes the folder anew. */
  static void renewTemporary(Path lake) throws IOException {
    delete(temporary(lake));
    Files.createDirectories(temporary(lake));
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path below, @Nullable IOException fault)
              throws IOException {
            Files.deleteIfExists(below);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
