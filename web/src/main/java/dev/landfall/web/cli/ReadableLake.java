package dev.landfall.web.cli;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.jobs.lake.LakeMirror;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lake as a folder that reports can read: the lake's own, or a copy of one in a bucket.
 *
 * <p>Errors: {@link CannotSay} names the lake and the reason. Threads: {@link #follow} starts two
 * that keep the copy and the live page new until {@link #close}; a page never waits for a copy.
 */
final class ReadableLake implements AutoCloseable {
  private static final long POLL_MILLIS = 1_000;
  private static final String CURE = "name another folder in the environment: LANDFALL_CACHE";
  private static final FileAttribute<Set<PosixFilePermission>> ONLY_OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final @Nullable LakeMirror mirror;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String problem;
  private volatile @Nullable String liveProblem;

  private ReadableLake(Path folder, @Nullable LakeMirror mirror) {
    this.folder = folder;
    this.mirror = mirror;
  }

  /** The lake's newest version, brought here if it is in a bucket. */
  static ReadableLake now(LandfallConfig config, Io io) throws IOException {
    ReadableLake lake = of(config, io);
    if (lake.mirror != null) {
      try {
        lake.mirror.refresh();
      } catch (IOException | RuntimeException e) {
        String place = config.lake().text();
        throw new CannotSay(
            "the lake %s cannot be read: %s".formatted(place, CannotSay.words(e)), e);
      }
    }
    return lake;
  }

  /** The lake, kept new; what cannot be brought at first is tried again. */
  static ReadableLake follow(LandfallConfig config, Io io) throws IOException {
    ReadableLake lake = of(config, io);
    LakeMirror mirror = lake.mirror;
    if (mirror != null) {
      lake.problem = "the lake is being copied";
      start("lake mirror", () -> lake.followLake(mirror, io));
      start("live page mirror", () -> lake.followLive(mirror));
    }
    return lake;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
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
    boolean usual = configured == null || configured.isEmpty();
    Path base = usual ? usual() : Path.of(configured);
    boolean posix = base.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (!Files.isDirectory(base)) {
        Files.createDirectories(
            base, posix ? new FileAttribute<?>[] {ONLY_OURS} : new FileAttribute<?>[0]);
      }
      if (!Files.isWritable(base)) {
        throw new CannotSay(base + " cannot be written; " + CURE, null);
      }
      if (usual && posix && !isOnlyOurs(base)) {
        throw new CannotSay(
            base + " is not this user's alone, so others could read or change the copy; " + CURE,
            null);
      }
    } catch (FileSystemException e) {
      throw new CannotSay(base + " cannot be made: " + CannotSay.words(e) + "; " + CURE, e);
    }
    byte[] uri = config.lake().uri().getBytes(StandardCharsets.UTF_8);
    return base.resolve(UUID.nameUUIDFromBytes(uri).toString());
  }

  /** Where a folder of anybody's choosing could have been put before: everybody writes there. */
  private static Path usual() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "landfall-cache-" + System.getProperty("user.name"));
  }

  private static boolean isOnlyOurs(Path folder) throws IOException {
    PosixFileAttributes is =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!is.isDirectory() || !is.permissions().equals(ONLY_OURS.value())) {
      return false;
    }
    // By a file of ours, for a user in a container may have no name.
    Path ours = Files.createTempFile(folder, ".", ".owner");
    try {
      return Files.getOwner(ours).equals(is.owner());
    } finally {
      Files.delete(ours);
    }
  }

  private void followLake(LakeMirror mirror, Io io) {
    boolean failed = false;
    do {
      try {
        mirror.refresh();
        if (failed) {
          io.say("the lake can be read again");
        }
        failed = false;
        problem = null;
      } catch (IOException | RuntimeException e) {
        if (!failed) {
          io.say("the lake cannot be read, trying again: " + CannotSay.words(e));
        }
        failed = true;
        problem = CannotSay.words(e);
      }
    } while (!isClosedAfterAMoment());
  }

  private void followLive(LakeMirror mirror) {
    do {
      try {
        mirror.refreshLive();
        liveProblem = null;
      } catch (IOException | RuntimeException e) {
        liveProblem = CannotSay.words(e);
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
    String lake = problem;
    return lake == null ? liveProblem : lake;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
