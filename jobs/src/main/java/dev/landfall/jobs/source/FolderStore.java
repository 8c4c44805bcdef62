package dev.landfall.jobs.source;

import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.ObjectStore;
import dev.landfall.ingest.source.Opener;
import dev.landfall.ingest.source.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files put in place by rename.
 *
 * @param root absolute path
 * @param rememberMillis names of files older than this are forgotten
 */
public record FolderStore(String root, long rememberMillis) implements ObjectStore {
  private static final long serialVersionUID = 1;

  @Override
  public String type() {
    return "directory";
  }

  @Override
  public int ahead() {
    return 0;
  }

  @Override
  public Lister lister(boolean bounded, Clock clock, @Nullable Long listedUntil) {
    return new FolderLister(Path.of(root), clock, rememberMillis);
  }

  @Override
  public Opener opener() {
    return new FileOpener();
  }

  private static final class FileOpener implements Opener {
    @Override
    public InputStream open(String path) throws IOException {
      try {
        return Files.newInputStream(Path.of(path));
      } catch (IOException e) {
        throw new Unreadable(FolderLister.reason(e), e);
      }
    }

    @Override
    public void close() {}
  }
}
