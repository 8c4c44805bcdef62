package dev.landfall.web.cli;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import dev.landfall.reports.control.ControlFolder;
import java.io.IOException;
import java.util.List;

/** People's decisions where the lake is, in a folder or in a bucket. */
final class LakeControl implements ControlFolder.Store {
  private final LakeFiles files;

  private LakeControl(LakeFiles files) {
    this.files = files;
  }

  static ControlFolder of(LakePlace lake) {
    return new ControlFolder(new LakeControl(LakeFiles.at(lake)));
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    return files.createExclusive(path, content);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return files.list(folder).stream().map(LakeFiles.Entry::path).toList();
  }

  @Override
  public byte[] read(String path) throws IOException {
    return files.read(path);
  }
}
