package dev.landfall.jobs.lake;

import dev.landfall.ingest.config.LakePlace;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The few things the lake needs of the place its files are in.
 *
 * <p>Shape: paths are relative to the lake, with '/' between folders. A file is either not there or
 * whole: nobody ever sees half of one, not even after a crash. Errors: {@link IOException} names
 * the path. Threads: safe, except a {@link NewFile}, which belongs to one thread.
 */
public interface LakeFiles {

  static LakeFiles in(Path lake) {
    return new LocalLakeFiles(lake);
  }

  static LakeFiles at(LakePlace lake) {
    return lake instanceof LakePlace.Bucket bucket
        ? new S3LakeFiles(bucket)
        : in(((LakePlace.Folder) lake).folder());
  }

  /** Starts a file that nobody sees before {@link NewFile#publish()}. */
  NewFile create(String path) throws IOException;

  /** Creates a whole file durably; false, and nothing changed, if the path is taken. */
  boolean createExclusive(String path, byte[] content) throws IOException;

  /**
   * Creates a file or replaces it whole; for what is renewed all the time, so not forced to disk.
   */
  void replace(String path, byte[] content) throws IOException;

  SeekableByteChannel open(String path) throws IOException;

  byte[] read(String path) throws IOException;

  boolean exists(String path) throws IOException;

  /** Every file below a folder, in no order; empty if the folder is not there. */
  List<Entry> list(String folder) throws IOException;

  /** Removes a file; nothing happens if it is not there. */
  void delete(String path) throws IOException;

  /** {@code modifiedAt} in epoch milliseconds. */
  record Entry(String path, long bytes, long modifiedAt) {}

  /** A file being written; closing it unpublished discards it. */
  interface NewFile extends Closeable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    long position();

    /** Makes the file durable, then visible under its path. */
    void publish() throws IOException;
  }
}
