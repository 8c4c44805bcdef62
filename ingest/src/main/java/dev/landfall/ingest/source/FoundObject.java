package dev.landfall.ingest.source;

/**
 * An object as a listing saw it.
 *
 * <p>Units: bytes; epoch milliseconds.
 *
 * @param path opens it: an absolute path, or {@code s3://bucket/key}
 * @param folder what was looked through to find it, as in {@link Listing#folders()}
 * @param version tells two contents of one path and size apart: a file's modification time, a hash
 *     of an object's ETag
 * @param modifiedAt when its bytes arrived
 * @param changedAt when it came to stand where it stands: for a file the time of the inode, which a
 *     rename sets; for an object in a bucket its last-modified time
 */
public record FoundObject(
    String path, String folder, long size, long version, long modifiedAt, long changedAt) {}
