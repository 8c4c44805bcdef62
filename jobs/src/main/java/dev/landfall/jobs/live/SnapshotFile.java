package dev.landfall.jobs.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.lake.LiveSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The live page's file, replaced by rename so that a reader never sees half of it. */
final class SnapshotFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Path folder;

  SnapshotFile(Path lake) {
    this.folder = lake.resolve("_live");
  }

  void write(LiveSnapshot snapshot) throws IOException {
    Files.createDirectories(folder);
    Path next = folder.resolve("snapshot.json.next");
    Files.write(next, JSON.writeValueAsBytes(snapshot));
    Files.move(
        next,
        folder.resolve("snapshot.json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
