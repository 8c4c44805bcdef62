package dev.landfall.jobs.source;

/**
 * A file as a listing saw it. Units: bytes; epoch milliseconds, {@code changedAt} of the inode
 * (ctime), {@code modifiedAt} of the content (mtime).
 */
record FoundFile(String path, long size, long modifiedAt, long changedAt) {}
