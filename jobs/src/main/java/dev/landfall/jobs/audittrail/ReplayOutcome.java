package dev.landfall.jobs.audittrail;

/**
 * What a replay read and how long it took.
 *
 * @param bytes decompressed
 * @param seconds from the running job to the published lake
 * @param startupSeconds from the call to the running job; the JVM's own start is not in it
 */
public record ReplayOutcome(long records, long bytes, double seconds, double startupSeconds) {}
