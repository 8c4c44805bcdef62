package dev.landfall.jobs.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The lake in a local folder.
 *
 * <p>A new file is written beside its place under a name that starts with a dot, forced to disk,
 * then renamed. An exclusive file is written the same way and then <em>linked</em>: a hard link
 * fails if the name exists, in one step, also between processes. File systems without links use a
 * lock file for the same.
 */
final class LocalLakeFiles implements LakeFiles {
  private static final int BUFFER = 16 * 1024;
  private static final String TEMPORARY = ".writing";

  private final Path lake;

  LocalLakeFiles(Path lake) {
    this.lake = lake;
  }

  static boolean isTemporary(String path) {
    return path.endsWith(TEMPORARY);
  }

  @Override
  public NewFile create(String path) throws IOException {
    Path target = lake.resolve(path);
    return new LocalNewFile(target, temporaryBeside(target));
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    Path target = lake.resolve(path);
    Path temporary = temporaryBeside(target);
    try {
      writeDurably(temporary, content);
      try {
        Files.createLink(target, temporary);
      } catch (FileAlreadyExistsException taken) {
        return false;
      } catch (UnsupportedOperationException | FileSystemException noLinks) {
        if (!renameUnlessTaken(temporary, target)) {
          return false;
        }
      }
      forceFolder(target);
      return true;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** For file systems without hard links: only one holder of the lock file may rename. */
  static boolean renameUnlessTaken(Path temporary, Path target) throws IOException {
    Path lockFile = target.resolveSibling(".create.lock");
    synchronized (LocalLakeFiles.class) { // a file lock is per process
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (!held.isValid() || Files.exists(target)) {
          return false;
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
    }
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    Path target = lake.resolve(path);
    Path temporary = temporaryBeside(target);
    try {
      Files.write(temporary, content);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return Files.newByteChannel(lake.resolve(path), StandardOpenOption.READ);
  }

  @Override
  public byte[] read(String path) throws IOException {
    return Files.readAllBytes(lake.resolve(path));
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(lake.resolve(path));
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    Path start = lake.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    List<Entry> found = new ArrayList<>();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              String relative = lake.relativize(path).toString().replace('\\', '/');
              found.add(
                  new Entry(relative, attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // published or deleted while we were listing
            }
            throw failure;
          }
        });
    return found;
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(lake.resolve(path));
  }

  private static Path temporaryBeside(Path target) throws IOException {
    Files.createDirectories(parent(target));
    return target.resolveSibling(
        "."
            + target.getFileName()
            + "."
            + UUID.randomUUID().toString().substring(0, 8)
            + TEMPORARY);
  }

  private static Path parent(Path path) {
    return java.util.Objects.requireNonNull(path.getParent(), "a lake file stands in a folder");
  }

  private static void writeDurably(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(content));
      channel.force(true);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes a new name survive a power cut; some systems cannot open a folder, and need not. */
  private static void forceFolder(Path file) throws IOException {
    FileChannel folder;
    try {
      folder = FileChannel.open(parent(file), StandardOpenOption.READ);
    } catch (IOException cannotOpenFolders) {
      return;
    }
    try (folder) {
      folder.force(true);
    }
  }

  private static final class LocalNewFile implements NewFile {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long position;
    private boolean published;

    LocalNewFile(Path target, Path temporary) throws IOException {
      this.target = target;
      this.temporary = temporary;
      this.channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      position += length;
      if (length >= buffer.capacity()) {
        drain();
        writeFully(channel, ByteBuffer.wrap(bytes, offset, length));
        return;
      }
      if (length > buffer.remaining()) {
        drain();
      }
      buffer.put(bytes, offset, length);
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void publish() throws IOException {
      drain();
      channel.force(true);
      channel.close();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      published = true;
      forceFolder(target);
    }

    @Override
    public void close() throws IOException {
      if (!published) {
        channel.close();
        Files.deleteIfExists(temporary);
      }
    }

    private void drain() throws IOException {
      buffer.flip();
      writeFully(channel, buffer);
      buffer.clear();
    }
  }
}
