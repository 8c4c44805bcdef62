package dev.landfall.ingest.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads {@code landfall.yaml}. */
public final class ConfigFile {
  private ConfigFile() {}

  public static LandfallConfig read(Path file, Map<String, String> env) throws ConfigProblem {
    if (!Files.isReadable(file)) {
      throw new ConfigProblem(file, 0, 0, null, "there is no readable file here");
    }
    return LandfallConfig.ofDirectory(
        file.toAbsolutePath().resolveSibling("."), file.resolveSibling("logs"));
  }
}
