package dev.landfall.web.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}, the same for every verb. */
final class ConfigOption {
  static final String USUAL = "landfall.yaml";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration. Default: ./landfall.yaml")
  private @Nullable Path file;

  boolean given() {
    return file != null;
  }

  Path path(Io io) {
    return file == null ? io.here().resolve(USUAL) : io.here().resolve(file);
  }
}
