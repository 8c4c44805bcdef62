package dev.landfall.ingest.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One object being written: bytes gather here, a worker compresses them.
 *
 * <p>Shape: written beside its place under a name that ends in {@code .part}, then renamed, so that
 * a watching reader sees whole objects only. Its last-modified time is the scenario's delivery
 * time, so that a reader's view of lateness is the scenario's too. Compression: gzip at zlib's
 * default level, 6.
 */
final class GzipFile {
  private static final int CHUNK = 1 << 18;

  private final GzipCrew crew;
  private final long number;
  private final Path path;
  private final AtomicLong stored;

  private JsonBytes pending = new JsonBytes(CHUNK + 8192);
  private long handedOver;
  private long records;
  private long modifiedMs;

  // the worker's
  private @Nullable OutputStream file;
  private @Nullable GZIPOutputStream gzip;

  GzipFile(GzipCrew crew, long number, Path path, AtomicLong stored) {
    this.crew = crew;
    this.number = number;
    this.path = path;
    this.stored = stored;
  }

  Path path() {
    return path;
  }

  /** Counts the objects of a tree, from 0. */
  long number() {
    return number;
  }

  /** A record delivered at this time belongs to the object; the last one dates it. */
  void delivered(long dueMs) {
    modifiedMs = Math.max(modifiedMs, dueMs);
  }

  /** Where the next record's bytes go. */
  JsonBytes bytes() {
    return pending;
  }

  long records() {
    return records;
  }

  long rawBytes() {
    return handedOver + pending.length();
  }

  void recordDone() throws IOException {
    records++;
    if (pending.length() >= CHUNK) {
      handOver();
    }
  }

  /** Goes on in a second gzip member, as concatenated objects have. */
  void newMember() throws IOException {
    handOver();
    crew.give(
        number,
        () -> {
          open().finish();
          gzip = new GZIPOutputStream(stream(), 1 << 16, true);
        });
  }

  void close() throws IOException {
    handOver();
    long deliveredMs = modifiedMs;
    crew.give(
        number,
        () -> {
          open().close();
          putInPlace(deliveredMs);
        });
  }

  /**
   * Ends the object as a cut-off upload does: all bytes so far can be read, the rest is missing.
   */
  void cut() throws IOException {
    handOver();
    long deliveredMs = modifiedMs;
    crew.give(
        number,
        () -> {
          open().flush(); // a sync flush: every byte so far stands in the file
          stream().close();
          putInPlace(deliveredMs);
        });
  }

  private void handOver() throws IOException {
    JsonBytes chunk = pending;
    if (chunk.length() == 0) {
      return;
    }
    pending = new JsonBytes(CHUNK + 8192);
    handedOver += chunk.length();
    crew.give(number, () -> open().write(chunk.array(), 0, chunk.length()));
  }

  private OutputStream stream() throws IOException {
    OutputStream open = file;
    if (open == null) {
      Files.createDirectories(path.getParent());
      open = Files.newOutputStream(part());
      file = open;
    }
    return open;
  }

  private GZIPOutputStream open() throws IOException {
    GZIPOutputStream open = gzip;
    if (open == null) {
      open = new GZIPOutputStream(stream(), 1 << 16, true);
      gzip = open;
    }
    return open;
  }

  private Path part() {
    return path.resolveSibling(path.getFileName() + ".part");
  }

  private void putInPlace(long deliveredMs) throws IOException {
    Path part = part();
    stored.addAndGet(Files.size(part));
    Files.setLastModifiedTime(part, FileTime.fromMillis(deliveredMs));
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
