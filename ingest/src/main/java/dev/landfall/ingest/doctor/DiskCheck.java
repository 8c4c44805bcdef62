package dev.landfall.ingest.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the lake can be written and has room. */
final class DiskCheck implements Check {
  private static final String NAME = "disk";
  private static final long LEAST_BYTES = 1L << 30;
  private static final double LEAST_SHARE = 0.05;

  private final Path lake;

  DiskCheck(Path lake) {
    this.lake = lake;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String subject() {
    return lake.toString();
  }

  @Override
  public List<Line> look() throws IOException {
    Path there = existing(lake.toAbsolutePath());
    if (there == null || !Files.isWritable(there)) {
      return List.of(
          Line.gap(
              NAME, subject(), "cannot be written", "allow this user to write, or mend 'lake'"));
    }
    FileStore store = Files.getFileStore(there);
    long free = store.getUsableSpace();
    double share = store.getTotalSpace() == 0 ? 0 : (double) free / store.getTotalSpace();
    String detail =
        String.format(
            Locale.ROOT, "%.1f GiB free, %.0f %%", (double) free / (1L << 30), share * 100);
    return List.of(
        free < LEAST_BYTES || share < LEAST_SHARE
            ? Line.gap(NAME, subject(), detail, "make room: a full disk stops the lake")
            : Line.fine(NAME, subject(), detail));
  }

  private static @Nullable Path existing(Path path) {
    Path at = path;
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at;
  }
}
