package dev.landfall.jobs.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ownership of a lake in a folder: an operating-system lock, released even when the owner is
 * killed; the owner's words stand inside for people.
 *
 * <p>Only this class opens these files: on POSIX systems closing <em>any</em> handle of a locked
 * file in the owner's process drops its lock. Threads: safe.
 */
final class FolderLock extends LakeLock {
  /** Locks of this process, by file, with their owner's words. */
  private static final Map<Path, String> HELD = new HashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private boolean closed;

  private FolderLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  @Override
  public void requireHeld() {
    if (closed || !lock.isValid()) {
      throw new LakeTakenOver("the lock %s is no longer held".formatted(file));
    }
  }

  @Override
  void leave() throws IOException {
    close(); // the operating system keeps no lock of a process that ended either
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (!closed) {
        closed = true;
        HELD.remove(file);
        channel.truncate(0);
        channel
            .close(); // releases the lock; the file stays, or a waiting opener would lock a ghost
      }
    }
  }

  static FolderLock take(Path lake, String name, String verb) throws IOException, LakeOwned {
    Files.createDirectories(lake);
    Path file = lake.toRealPath().resolve(name);
    String words = words(verb);
    synchronized (HELD) {
      String holder = HELD.get(file);
      if (holder != null) {
        throw new LakeOwned(lake.toString(), holder, verb);
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        FileLock lock = tryLock(channel);
        if (lock == null) {
          throw new LakeOwned(lake.toString(), readWords(channel), verb);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((words + '\n').getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        HELD.put(file, words);
        return new FolderLock(file, channel, lock);
      } catch (IOException | LakeOwned | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  /** Locks one byte far behind the words, so that others can still read them everywhere. */
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(Long.MAX_VALUE - 1, 1, false);
    } catch (OverlappingFileLockException heldByAnotherClassLoader) {
      return null;
    }
  }

  private static String readWords(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(200);
    channel.read(bytes, 0);
    String words = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    return words.isEmpty() ? "a process that just started" : words;
  }
}
