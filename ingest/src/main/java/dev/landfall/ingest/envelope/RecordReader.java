package dev.landfall.ingest.envelope;

import dev.landfall.ingest.cloudtrail.TrailReader;
import dev.landfall.ingest.invocation.LogReader;
import dev.landfall.ingest.object.RecordSink;
import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;
import dev.landfall.ingest.scan.JsonScanner;
import dev.landfall.ingest.scan.Metadata;
import dev.landfall.ingest.scan.Origin;
import dev.landfall.ingest.scan.Stop;
import dev.landfall.ingest.scan.StringCache;
import dev.landfall.ingest.scan.Times;
import java.util.Set;

/**
 * Reads one record, bare or in an envelope that holds one.
 *
 * <p>Shape: exactly one call of the sink, or {@link Stop}. The record inside an envelope has the
 * place of its own bytes, not the envelope's. Threads: one.
 */
public final class RecordReader {
  public static final String NOT_A_RECORD = "not-a-record";

  private final TrailReader trail;
  private final LogReader log;
  private final JsonScanner scanner;
  private final Fields inner;
  private RecordKind lastKind = RecordKind.UNKNOWN;
  private long lastEventAt = Times.NONE;

  public RecordReader(int maxDepth, Set<String> metadataKeys, StringCache strings) {
    Metadata metadata = new Metadata(metadataKeys, maxDepth, strings);
    this.trail = new TrailReader(maxDepth, strings, metadata);
    this.log = new LogReader(metadata);
    this.scanner = new JsonScanner(maxDepth);
    this.inner = Field.fields(strings);
  }

  /**
   * @param origin place of the object that {@code f} was read from
   * @param base what to add to a position in the bytes to get an offset; negative where positions
   *     tell nothing because the record came as text inside another
   */
  public void read(Fields f, RecordKind kind, Origin origin, long base, RecordSink sink) {
    lastKind = kind;
    lastEventAt = Times.NONE;
    switch (kind) {
      case TRAIL -> {
        trail.read(f, origin, sink);
        lastEventAt = plausible(f.time(Field.EVENT_TIME.slot()), origin);
      }
      case LOG -> {
        log.read(f, origin, sink);
        lastEventAt = plausible(f.time(Field.TIMESTAMP.slot()), origin);
      }
      case EVENTBRIDGE -> unwrap(f, Field.DETAIL, origin, base, sink);
      case WRAPPED -> unwrap(f, Field.WRAPPED_LOG, origin, base, sink);
      case DIGEST -> sink.ignored(NOT_A_RECORD);
      default -> throw Stop.because(Stop.UNKNOWN_SHAPE, "no keys of a record we know");
    }
  }

  /** {@link RecordKind#TRAIL} or {@link RecordKind#LOG} once a record of it was met. */
  public RecordKind lastKind() {
    return lastKind;
  }

  /** The event's time in epoch milliseconds, or {@link Times#NONE}. */
  public long lastEventAt() {
    return lastEventAt;
  }

  private void unwrap(Fields f, Field field, Origin origin, long base, RecordSink sink) {
    scanner.open(f.bytes(), f.start(field.slot()), f.limit());
    scanner.object(Field.record(), inner);
    RecordKind kind = RecordKind.of(inner);
    if (kind != RecordKind.TRAIL && kind != RecordKind.LOG) {
      throw Stop.because(Stop.UNKNOWN_SHAPE, field.path());
    }
    int start = f.start(field.slot());
    Origin own =
        base < 0
            ? origin
            : new Origin(
                origin.kind(),
                origin.uri(),
                origin.arrivedAt(),
                base + start,
                scanner.position() - start);
    read(inner, kind, own, base, sink);
  }

  private static long plausible(long at, Origin origin) {
    return at == Times.NONE || origin.isFuture(at) ? Times.NONE : at;
  }
}
