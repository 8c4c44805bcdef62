package dev.landfall.jobs.lake;

import dev.landfall.ingest.config.LakePlace;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Ownership of a lake by one writer: {@code up} or a cluster's job for its life, {@code replay} for
 * its run.
 *
 * <p>Shape: a lock on {@code _lock}. Compaction takes the lease {@code _compact.lock} instead, so
 * it runs beside {@code up}. In a folder it is a lock of the operating system ({@link FolderLock}),
 * in a bucket an object that is renewed ({@link LeaseLock}). Errors: {@link LakeOwned} says who
 * owns it and what to do. A lock keeps people from mistakes; what keeps an old writer out is the
 * epoch in every manifest. Threads: safe.
 */
public abstract class LakeLock implements AutoCloseable {
  private static final String OWNERSHIP = "_lock";
  private static final String LEASE = "_compact.lock";

  LakeLock() {}

  /** Owns the lake for {@code verb}, until closed. */
  public static LakeLock own(LakePlace lake, String verb) throws IOException, LakeOwned {
    return take(lake, OWNERSHIP, verb);
  }

  /** Owns the lake for one job, which may take it over from its own earlier attempt at once. */
  static LakeLock ownForJob(LakePlace lake, String verb, String job) throws IOException, LakeOwned {
    return lake instanceof LakePlace.Bucket bucket
        ? LeaseLock.take(bucket, OWNERSHIP, verb, job, LeaseLock.TERM)
        : own(lake, verb);
  }

  public static LakeLock own(Path lake, String verb) throws IOException, LakeOwned {
    return own(LakePlace.in(lake), verb);
  }

  /** The right to compact, which stands beside ownership. */
  public static LakeLock lease(LakePlace lake, String verb) throws IOException, LakeOwned {
    return take(lake, LEASE, verb);
  }

  public static LakeLock lease(Path lake, String verb) throws IOException, LakeOwned {
    return lease(LakePlace.in(lake), verb);
  }

  private static LakeLock take(LakePlace lake, String name, String verb)
      throws IOException, LakeOwned {
    return lake instanceof LakePlace.Bucket bucket
        ? LeaseLock.take(bucket, name, verb, "", LeaseLock.TERM)
        : FolderLock.take(((LakePlace.Folder) lake).folder(), name, verb);
  }

  /**
   * Returns while the lock is held.
   *
   * @throws LakeTakenOver it was lost or closed
   */
  public abstract void requireHeld();

  /**
   * Ends as if the process died: a lease is renewed no more but not given back, so that its job's
   * next attempt finds it and everybody else waits for its term.
   */
  abstract void leave() throws IOException;

  @Override
  public abstract void close() throws IOException;

  /** The owner in words for people: {@code up (process 4711)}. */
  static String words(String verb) {
    return "%s (process %d)".formatted(verb, ProcessHandle.current().pid());
  }

  /** Another process owns the lake; the message is for the person who started the second one. */
  public static final class LakeOwned extends Exception {
    private static final long serialVersionUID = 1L;
    private final String owner;

    LakeOwned(String lake, String owner, String verb) {
      super(
          ("%s cannot use the lake %s: it is owned by %s. Stop that one first, or name another"
                  + " place under 'lake:' in landfall.yaml.")
              .formatted(verb, lake, owner));
      this.owner = owner;
    }

    /** Verb and process id of the owner, {@code up (process 4711)}. */
    public String owner() {
      return owner;
    }
  }
}
