package dev.landfall.ingest.doctor;

import dev.landfall.ingest.layout.AwsLayout;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a folder is there, can be listed, and a log file below it read. */
final class FolderCheck implements Check {
  private static final String NAME = "folder";
  private static final String SETTINGS = "aws-settings";
  private static final int MOST_ENTRIES = 20_000;

  private final Path folder;

  FolderCheck(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String subject() {
    return folder.toString();
  }

  @Override
  public List<Line> look() throws IOException {
    return List.of(
        folder(),
        Line.unknown(
            SETTINGS,
            subject(),
            "a folder does not say how the trail and the invocation log behind it are set",
            "run doctor with a source at AWS for the account these logs come from"));
  }

  private Line folder() throws IOException {
    if (!Files.isDirectory(folder)) {
      return Line.gap(NAME, subject(), "there is no such folder", "mend 'path', or create it");
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      return Line.gap(NAME, subject(), "no permission", "allow this user to list it");
    }
    Search search = new Search();
    Files.walkFileTree(folder, search);
    if (search.unreadable != null) {
      return Line.gap(
          NAME, subject(), "cannot be read: " + search.unreadable, "allow this user to read it");
    }
    return search.found == null
        ? Line.unknown(
            NAME, subject(), "no log file was found in it", "put AWS's layout below it: AWSLogs/…")
        : Line.fine(NAME, subject(), "can be listed and read");
  }

  /** Ends at the first log file. */
  private static final class Search extends SimpleFileVisitor<Path> {
    private @Nullable Path found;
    private @Nullable Path unreadable;
    private int entries;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (++entries > MOST_ENTRIES) {
        return FileVisitResult.TERMINATE;
      }
      if (AwsLayout.describe(file.toString()).isSkipped()) {
        return FileVisitResult.CONTINUE;
      }
      found = file;
      unreadable = Files.isReadable(file) ? null : file;
      return FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      unreadable = file;
      return FileVisitResult.TERMINATE;
    }
  }
}
