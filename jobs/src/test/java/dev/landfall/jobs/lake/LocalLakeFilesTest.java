package dev.landfall.jobs.lake;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalLakeFilesTest extends LakeFilesContract {
  @TempDir Path lake;

  @Override
  LakeFiles files() {
    return LakeFiles.in(lake);
  }
}
