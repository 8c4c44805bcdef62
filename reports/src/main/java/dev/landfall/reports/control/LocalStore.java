package dev.landfall.reports.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Decisions in a lake that is a folder: written aside, then moved in place. */
final class LocalStore implements ControlFolder.Store {
  private final Path lake;

  LocalStore(Path lake) {
    this.lake = lake;
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    Path whole = lake.resolve(path);
    Path part = whole.resolveSibling("." + UUID.randomUUID() + ".part");
    Files.createDirectories(whole.resolveSibling(""));
    Files.write(part, content, StandardOpenOption.CREATE_NEW);
    try {
      Files.move(part, whole);
      return true;
    } catch (FileAlreadyExistsException e) {
      Files.delete(part);
      return false;
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    Path below = lake.resolve(folder);
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(below)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder + "/" + file.getFileName())
          .sorted()
          .toList();
    }
  }

  @Override
  public byte[] read(String path) throws IOException {
    return Files.readAllBytes(lake.resolve(path));
  }
}
