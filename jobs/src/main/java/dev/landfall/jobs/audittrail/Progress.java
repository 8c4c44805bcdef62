package dev.landfall.jobs.audittrail;

/** Told about once a second how far a replay is. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (records, bytes) -> {};

  /** Records and decompressed bytes of the objects read whole so far. */
  void read(long records, long bytes);
}
