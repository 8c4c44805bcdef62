package dev.landfall.jobs.lake;

import dev.landfall.ingest.bucket.BucketFiles;
import dev.landfall.ingest.bucket.BucketFiles.Versioned;
import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ownership of a lake in a bucket: an object ({@link Lease}) that its owner writes anew every few
 * seconds.
 *
 * <p>Every write has a condition, that the object is not there or is still the one that was read,
 * so two takers cannot both succeed. A lease that was not renewed for its term, by the server's own
 * clock, is taken over; a taker that sees no renewal waits for that, so that a service whose
 * machine died comes back by itself, and gives up as soon as it sees one. An owner that cannot
 * renew in time holds the lease no longer. Threads: safe; one daemon thread renews.
 */
final class LeaseLock extends LakeLock {
  static final Duration TERM = Duration.ofSeconds(30);
  private static final int RENEWALS_IN_A_TERM = 4;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(LeaseLock.class);

  private final BucketFiles files;
  private final String name;
  private final Duration term;
  private final ScheduledExecutorService renewer;
  private Lease lease;
  private String version;
  private long renewedNanos;
  private boolean ended;

  private LeaseLock(
      BucketFiles files,
      String name,
      Duration term,
      Lease lease,
      String version,
      long renewedNanos) {
    this.files = files;
    this.name = name;
    this.term = term;
    this.lease = lease;
    this.version = version;
    this.renewedNanos = renewedNanos;
    this.renewer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease of " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lease, after waiting for a dead owner's to run out.
   *
   * @param job see {@link Lease}; empty: none
   * @param term how long a lease stands without renewal
   */
  static LeaseLock take(LakePlace.Bucket lake, String name, String verb, String job, Duration term)
      throws IOException, LakeOwned {
    BucketFiles files = new BucketFiles(lake.access(), lake.bucket(), lake.prefix());
    Lease mine =
        new Lease(true, 1, 0, job, UUID.randomUUID().toString(), words(verb) + " on " + host());
    String seen = null;
    while (true) {
      long begun = System.nanoTime();
      Versioned there = files.readVersioned(name).orElse(null);
      Lease other = there == null ? null : Lease.of(there.content());
      if (there != null && other != null && other.isOf(mine)) {
        // taken by the write before, whose answer was lost
        long renewed = begun - there.age().toNanos();
        return started(new LeaseLock(files, name, term, other, there.version(), renewed));
      }
      if (there == null || other == null || isFree(other, there.age(), job, term)) {
        LeaseLock taken = taken(files, name, term, after(other, mine), there);
        if (taken != null) {
          return taken;
        }
        seen = null; // somebody was faster: look who
      } else if (seen != null && !seen.equals(there.version())) {
        throw new LakeOwned(lake.text(), other.owner(), verb);
      } else {
        seen = there.version();
        pause(other.owner());
      }
    }
  }

  private static boolean isFree(Lease other, Duration age, String job, Duration term) {
    return !other.held() || age.compareTo(term) > 0 || !job.isEmpty() && job.equals(other.job());
  }

  private static Lease after(@Nullable Lease other, Lease mine) {
    long epoch = other == null ? 1 : other.epoch() + 1;
    return new Lease(true, epoch, 0, mine.job(), mine.token(), mine.owner());
  }

  private static @Nullable LeaseLock taken(
      BucketFiles files, String name, Duration term, Lease mine, @Nullable Versioned there)
      throws IOException {
    long begun = System.nanoTime();
    Optional<String> version =
        there == null
            ? files.create(name, mine.bytes())
            : files.replace(name, mine.bytes(), there.version());
    return version.isEmpty()
        ? null
        : started(new LeaseLock(files, name, term, mine, version.get(), begun));
  }

  private static LeaseLock started(LeaseLock lock) {
    long every = lock.term.toMillis() / RENEWALS_IN_A_TERM;
    var unused =
        lock.renewer.scheduleWithFixedDelay(lock::renew, every, every, TimeUnit.MILLISECONDS);
    return lock;
  }

  private synchronized void renew() {
    if (ended) {
      return;
    }
    try {
      long begun = System.nanoTime();
      Lease next = lease.renewed();
      Optional<String> renewed = files.replace(name, next.bytes(), version);
      if (renewed.isEmpty()) {
        if (!adopted(begun)) {
          ended = true;
          renewer.shutdown();
          LOG.warn("the lease {} is lost: another owner took it", name);
        }
        return;
      }
      lease = next;
      version = renewed.get();
      renewedNanos = begun;
    } catch (IOException | RuntimeException e) {
      // Tried again; until the term is over the lease still stands.
      LOG.warn("the lease {} could not be renewed: {}", name, e.getMessage());
    }
  }

  /** Whether what stands there is this owner's own renewal, whose answer was lost. */
  private boolean adopted(long begun) throws IOException {
    Versioned there = files.readVersioned(name).orElse(null);
    Lease found = there == null ? null : Lease.of(there.content());
    if (there == null || found == null || !found.isOf(lease)) {
      return false;
    }
    lease = found;
    version = there.version();
    renewedNanos = begun - there.age().toNanos();
    return true;
  }

  @Override
  public synchronized void requireHeld() {
    if (ended || System.nanoTime() - renewedNanos > term.toNanos()) {
      throw new LakeTakenOver(
          "the lease %s is no longer held: it was not renewed in time, or another owner took it"
              .formatted(name));
    }
  }

  @Override
  public void close() throws IOException {
    renewer.shutdown();
    synchronized (this) {
      if (!ended) {
        ended = true;
        files.replace(name, lease.givenBack().bytes(), version);
      }
    }
  }

  @Override
  synchronized void leave() {
    renewer.shutdown();
    ended = true;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  private static void pause(String owner) throws IOException {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lease of " + owner, e);
    }
  }
}
