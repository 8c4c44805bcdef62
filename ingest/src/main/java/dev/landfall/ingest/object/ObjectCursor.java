package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads one stored object record by record. */
public final class ObjectCursor implements Closeable {
  private final InputStream stored;

  private ObjectCursor(InputStream stored) {
    this.stored = stored;
  }

  public static ObjectCursor open(ObjectRef ref, InputStream stored, ParseOptions options) {
    return new ObjectCursor(stored);
  }

  /** Handles exactly one record or damaged place; false at the end. */
  public boolean next(RecordSink sink) throws IOException {
    return stored.read() >= 0;
  }

  /** How many calls of {@link #next} returned true so far. */
  public long position() {
    return 0;
  }

  /** The row of {@code objects}, after the end. */
  public LakeRow objectRow() {
    return new LakeRow(dev.landfall.core.lake.LakeTable.OBJECTS);
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
