package dev.landfall.jobs.source;

import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.Listing;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks through a folder in AWS's layout again and again, cheaply.
 *
 * <p>A folder whose own modification time has not moved has gained and lost no entry, so a look
 * costs one {@code stat} per folder, not per file. A time younger than {@link #SETTLED_MILLIS} is
 * not trusted: a second entry could come within the clock's grain. Errors: a folder that cannot be
 * opened is a problem of the listing, never an empty folder. Threads: one at a time.
 */
final class FolderLister implements Lister {
  private static final long SETTLED_MILLIS = 2_000;
  private static final long UNSETTLED = Long.MIN_VALUE;
  private static final String NOT_NAMEABLE = "its name is no text in the system's encoding";

  private final Path root;
  private final Clock clock;
  private final long rememberMillis;
  private final Map<Path, Folder> seen = new HashMap<>();

  /** What is below a folder; {@link #UNSETTLED}: it must be looked through again. */
  private record Folder(long modifiedAt, List<Path> folders) {}

  /** What one look gathers. */
  private static final class Look {
    private final List<FoundObject> files = new ArrayList<>();
    private final Map<String, String> problems = new TreeMap<>();
    private final Set<String> lookedThrough = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
  }

  FolderLister(Path root, Clock clock, long rememberMillis) {
    this.root = root;
    this.clock = clock;
    this.rememberMillis = rememberMillis;
  }

  @Override
  public Listing list() {
    long begunAt = clock.millis();
    Look look = new Look();
    visit(root, begunAt, look);
    return new Listing(
        begunAt,
        begunAt,
        true,
        look.files,
        look.problems,
        look.lookedThrough,
        look.gone,
        begunAt - rememberMillis);
  }

  private void visit(Path folder, long begunAt, Look look) {
    List<Path> folders;
    try {
      folders = look(folder, begunAt, look);
    } catch (NoSuchFileException gone) {
      leave(folder, look);
      if (folder.equals(root)) {
        look.problems.put(folder.toString(), "no such folder");
      }
      return;
    } catch (IOException | DirectoryIteratorException e) {
      seen.computeIfPresent(folder, (f, before) -> new Folder(UNSETTLED, before.folders));
      look.problems.put(folder.toString(), reason(e));
      return;
    }
    for (Path below : folders) {
      visit(below, begunAt, look);
    }
  }

  private List<Path> look(Path folder, long begunAt, Look look) throws IOException {
    long modifiedAt = Files.getLastModifiedTime(folder).toMillis();
    Folder before = seen.get(folder);
    if (before != null && before.modifiedAt == modifiedAt) {
      return before.folders;
    }
    int problemsBefore = look.problems.size();
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        take(entry, folder, folders, look);
      }
    }
    if (before != null) {
      Set<Path> still = new HashSet<>(folders);
      before.folders.stream().filter(f -> !still.contains(f)).forEach(f -> leave(f, look));
    }
    boolean settled =
        look.problems.size() == problemsBefore && modifiedAt < begunAt - SETTLED_MILLIS;
    seen.put(folder, new Folder(settled ? modifiedAt : UNSETTLED, folders));
    look.lookedThrough.add(folder.toString());
    return folders;
  }

  private void leave(Path folder, Look look) {
    look.gone.add(folder.toString());
    Folder before = seen.remove(folder);
    if (before != null) {
      before.folders.forEach(below -> leave(below, look));
    }
  }

  private static void take(Path entry, Path folder, List<Path> folders, Look look) {
    if (!isNameable(entry)) {
      look.problems.put(entry.toString(), NOT_NAMEABLE);
      return;
    }
    try {
      BasicFileAttributes now = Files.readAttributes(entry, BasicFileAttributes.class);
      if (now.isDirectory()) {
        folders.add(entry);
      } else if (!AwsLayout.describe(entry.toString()).isSkipped()) {
        long modifiedAt = now.lastModifiedTime().toMillis();
        look.files.add(
            new FoundObject(
                entry.toString(),
                folder.toString(),
                now.size(),
                modifiedAt,
                modifiedAt,
                changedAt(entry, modifiedAt)));
      }
    } catch (NoSuchFileException gone) {
      // taken away between the listing and the look: nothing is missing
      return;
    } catch (IOException e) {
      look.problems.put(entry.toString(), reason(e));
    }
  }

  /** Whether the name survives as text: bytes that are no text in the system's encoding do not. */
  private static boolean isNameable(Path entry) {
    try {
      return Path.of(entry.toString()).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The address of a path, also of one that the system could not open under this text. */
  static String uri(String path) {
    try {
      return Path.of(path).toUri().toString();
    } catch (InvalidPathException e) {
      return "file://" + URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/");
    }
  }

  /** When the inode changed, where the system tells; it is set when a file is renamed. */
  private static long changedAt(Path entry, long modifiedAt) throws IOException {
    if (!entry.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return modifiedAt;
    }
    return Files.getAttribute(entry, "unix:ctime") instanceof FileTime time
        ? time.toMillis()
        : modifiedAt;
  }

  /** Stable words for a fault; the path stands beside them. */
  static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    if (e instanceof NoSuchFileException) {
      return "gone";
    }
    return e instanceof NotDirectoryException ? "not a folder" : e.getClass().getSimpleName();
  }

  @Override
  public void close() {}
}
