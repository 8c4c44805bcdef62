package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.ingest.layout.AwsLayout;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stored object record by record, from its first byte to its last.
 *
 * <p>Shape: what the object is (CloudTrail file, invocation log as lines or array, an envelope) is
 * told by its bytes, not its name. Every record or damaged place is one {@link #next} and one call
 * of the sink, in the object's order and always the same, so a reader that starts again skips what
 * it delivered by counting. Memory: a window that grows only up to the longest record allowed.
 * Errors: bad content is a reject, never an exception; {@link IOException} is the store's. Threads:
 * one.
 */
public final class ObjectCursor implements Closeable {
  private static final int LARGE_WINDOW = 1 << 18;
  private static final int SMALL_WINDOW = 1 << 16;
  private static final int SMALL_OBJECT = 1 << 14;
  private static final String NO_BYTES = "no-bytes";

  private final ObjectRef ref;
  private final InflatedBytes source;
  private final Window window;
  private final Tally tally;
  private final RecordWalk walk;
  private long position;

  private ObjectCursor(ObjectRef ref, InputStream stored, ParseOptions options, int firstWindow) {
    this.ref = ref;
    this.source = new InflatedBytes(stored, options.limits(), ref.sizeBytes());
    this.window = new Window(source, firstWindow, options.limits().maxRecordBytes());
    this.tally = new Tally(NOWHERE);
    this.walk = new RecordWalk(ref, source, window, tally, options);
  }

  /** Takes over the stream; reads nothing yet, so bad content cannot make it fail. */
  public static ObjectCursor open(ObjectRef ref, InputStream stored, ParseOptions options) {
    boolean small = ref.sizeBytes() <= SMALL_OBJECT;
    return new ObjectCursor(ref, stored, options, small ? SMALL_WINDOW : LARGE_WINDOW);
  }

  static ObjectCursor open(
      ObjectRef ref, InputStream stored, ParseOptions options, int firstWindow) {
    return new ObjectCursor(ref, stored, options, firstWindow);
  }

  /** Handles exactly one record or damaged place; false at the end. */
  public boolean next(RecordSink sink) throws IOException {
    tally.forwardTo(sink);
    while (!walk.ended()) {
      if (walk.step()) {
        position++;
        return true;
      }
    }
    return false;
  }

  /** How many calls of {@link #next} returned true so far. */
  public long position() {
    return position;
  }

  /** The row of {@code objects}: what was read of it so far, all of it after the end. */
  public LakeRow objectRow() {
    AwsLayout.Described path = AwsLayout.describe(ref.uri());
    String status = status();
    boolean nothing = status.equals("unreadable");
    LakeRow row =
        new LakeRow(LakeTable.OBJECTS)
            .set("uri", ref.uri())
            .set("sha256", nothing ? "" : source.sha256Hex())
            .set("kind", tally.kind(path.kind()))
            .set("account", path.account())
            .set("region", path.region())
            .setMillis("covers_from_at", path.coversFrom())
            .set("size_bytes", ref.sizeBytes())
            .set("raw_bytes", source.total())
            .set("status", status)
            .set("reason", reason())
            .setMillis("modified_at", ref.modifiedAt())
            .setMillis("first_seen_at", ref.firstSeenAt())
            .set("revision", 1L);
    tally.describe(row);
    return row;
  }

  /** How many bytes are held at most so far. */
  int windowBytes() {
    return window.size();
  }

  private String status() {
    if (source.total() == 0) {
      return reason() == null ? "empty" : "unreadable";
    }
    return reason() == null ? "read" : "damaged";
  }

  /** What ended the object early, else the first thing rejected in it. */
  private @Nullable String reason() {
    if (source.failure() != null) {
      return source.failure();
    }
    // AWS never stores an object of no bytes; a gzip of nothing is another matter
    return ref.sizeBytes() == 0 && source.total() == 0 ? NO_BYTES : tally.firstReject();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private static final RecordSink NOWHERE = new Discarding();
}
