package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Parses what a stream or an API page delivered in one piece.
 *
 * <p>Shape: a single record, an EventBridge event, a CloudWatch Logs subscription (gzip or not), a
 * LookupEvents page, or several records as lines; told by the bytes. A record's place is its offset
 * in the decompressed payload; its kind is STREAM, or LOOKUP for a page. Errors: rejects, never an
 * exception for content. Units: {@code arrivedAt} epoch milliseconds.
 */
public final class Payload {
  private Payload() {}

  /**
   * Hands every record to the sink.
   *
   * @return the row of {@code objects} that the payload would have on its own: counts, hash, kind
   */
  public static LakeRow parse(
      byte[] payload, String uri, long arrivedAt, ParseOptions options, RecordSink sink) {
    ObjectRef ref = new ObjectRef(uri, PlaceKind.STREAM, payload.length, arrivedAt, arrivedAt);
    int window = Math.min(payload.length + 1, 1 << 16);
    try (ObjectCursor cursor =
        ObjectCursor.open(ref, new ByteArrayInputStream(payload), options, window)) {
      while (cursor.next(sink)) {
        // each step hands one record to the sink
      }
      return cursor.objectRow();
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
  }
}
