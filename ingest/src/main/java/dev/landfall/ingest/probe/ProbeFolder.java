package dev.landfall.ingest.probe;

import java.nio.file.Path;

/** Where the probe keeps its files: beside the lake's tables, under a name that no table has. */
final class ProbeFolder {
  private ProbeFolder() {}

  static Path of(Path lake) {
    return lake.resolve("_probes");
  }
}
