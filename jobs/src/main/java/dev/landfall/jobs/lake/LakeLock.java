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
 * Ownership of a lake by one process: {@code up} for its life, {@code replay} for its run.
 *
 * <p>Shape: an operating-system lock on {@code _lock}, released even when the owner is killed; the
 * owner's verb and process id stand inside for people. Compaction takes the lease {@code
 * _compact.lock} instead, so it runs beside {@code up}. Errors: {@link LakeOwned} says who owns it
 * and what to do.
 *
 * <p>Only this class opens these files: on POSIX systems closing <em>any</em> handle of a locked
 * file in the owner's process drops its lock. Threads: safe.
 */
public final class LakeLock implements AutoCloseable {
  private static final String OWNERSHIP = "_lock";
  private static final String LEASE = "_compact.lock";

  /** Locks of this process, by file, with their owner's words. */
  private static final Map<Path, String> HELD = new HashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private boolean closed;

  private LakeLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** Owns the lake for {@code verb}, until closed. */
  public static LakeLock own(Path lake, String verb) throws IOException, LakeOwned {
    return take(lake, OWNERSHIP, verb);
  }

  /** The right to compact, which stands beside ownership. */
  public static LakeLock lease(Path lake, String verb) throws IOException, LakeOwned {
    return take(lake, LEASE, verb);
  }

  void requireHeld() {
    if (closed || !lock.isValid()) {
      throw new IllegalStateException("the lock %s is no longer held".formatted(file));
    }
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

  private static LakeLock take(Path lake, String name, String verb) throws IOException, LakeOwned {
    Files.createDirectories(lake);
    Path file = lake.toRealPath().resolve(name);
    String words = "%s (process %d)".formatted(verb, ProcessHandle.current().pid());
    synchronized (HELD) {
      String holder = HELD.get(file);
      if (holder != null) {
        throw new LakeOwned(lake, holder, verb);
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        FileLock lock = tryLock(channel);
        if (lock == null) {
          throw new LakeOwned(lake, readWords(channel), verb);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((words + '\n').getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        HELD.put(file, words);
        return new LakeLock(file, channel, lock);
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

  /** Another process owns the lake; the message is for the person who started the second one. */
  public static final class LakeOwned extends Exception {
    private static final long serialVersionUID = 1L;
    private final String owner;

    LakeOwned(Path lake, String owner, String verb) {
      super(
          ("%s cannot use the lake %s: it is owned by %s. Stop that one first, or name another"
                  + " folder under 'lake:' in landfall.yaml.")
              .formatted(verb, lake, owner));
      this.owner = owner;
    }

    /** Verb and process id of the owner, {@code up (process 4711)}. */
    public String owner() {
      return owner;
    }
  }
}
