package dev.landfall.web.cli;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.jobs.lake.LakeMirror;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lake as a folder that reports can read: the lake's own, or a copy of one in a bucket.
 *
 * <p>Threads: {@link #follow} starts one that keeps the copy new until {@link #close}.
 */
final class ReadableLake implements AutoCloseable {
  private static final long POLL_MILLIS = 1_000;

  private final Path folder;
  private final @Nullable LakeMirror mirror;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String problem;

  private ReadableLake(Path folder, @Nullable LakeMirror mirror) {
    this.folder = folder;
    this.mirror = mirror;
  }

  /** The lake's newest version, brought here if it is in a bucket. */
  static ReadableLake now(LandfallConfig config, Io io) throws IOException {
    ReadableLake lake = of(config, io);
    if (lake.mirror != null) {
      lake.mirror.refresh();
    }
    return lake;
  }

  /** The lake, kept new; what cannot be brought at first is tried again. */
  static ReadableLake follow(LandfallConfig config, Io io) throws IOException {
    ReadableLake lake = of(config, io);
    LakeMirror mirror = lake.mirror;
    if (mirror != null) {
      Thread thread = new Thread(() -> lake.follow(mirror, io), "lake mirror");
      thread.setDaemon(true);
      thread.start();
    }
    return lake;
  }

  private static ReadableLake of(LandfallConfig config, Io io) throws IOException {
    if (config.lake() instanceof LakePlace.Folder local) {
      return new ReadableLake(local.folder(), null);
    }
    Path cache = cache(config, io);
    return new ReadableLake(cache, new LakeMirror(config.lake(), cache, io.clock()));
  }

  /** One folder per lake; of this user alone, for a lake says who called what. */
  private static Path cache(LandfallConfig config, Io io) throws IOException {
    String configured = io.env().get("LANDFALL_CACHE");
    Path base =
        configured == null || configured.isEmpty()
            ? Path.of(
                System.getProperty("java.io.tmpdir"),
                "landfall-cache-" + System.getProperty("user.name"))
            : Path.of(configured);
    if (!Files.isDirectory(base)) {
      Files.createDirectories(base);
      if (base.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
      }
    } else if (!Files.isWritable(base)) {
      throw new IOException(
          base + " cannot be written; name another folder in the environment: LANDFALL_CACHE");
    }
    byte[] uri = config.lake().uri().getBytes(StandardCharsets.UTF_8);
    return base.resolve(UUID.nameUUIDFromBytes(uri).toString());
  }

  private void follow(LakeMirror mirror, Io io) {
    do {
      try {
        mirror.refreshLive();
        mirror.refresh();
        if (problem != null) {
          io.say("the lake can be read again");
        }
        problem = null;
      } catch (IOException e) {
        if (problem == null) {
          io.say("the lake cannot be read, trying again: " + e.getMessage());
        }
        problem = String.valueOf(e.getMessage());
      }
    } while (!isClosedAfterAMoment());
  }

  private boolean isClosedAfterAMoment() {
    try {
      return closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  Path folder() {
    return folder;
  }

  /** Why the copy is not new; null while it is. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
