package dev.landfall.ingest.object;

import dev.landfall.ingest.envelope.RecordKind;
import dev.landfall.ingest.envelope.RecordReader;
import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;
import dev.landfall.ingest.scan.JsonScanner;
import dev.landfall.ingest.scan.Origin;
import dev.landfall.ingest.scan.Stop;
import dev.landfall.ingest.scan.StringCache;
import dev.landfall.ingest.scan.Times;
import java.io.IOException;

/**
 * Walks an object's values: records one after the other, in an array, or in {@code
 * {"Records":[…]}}.
 *
 * <p>A record is read where it stands in the window; when the window ends inside it, more is read
 * and it is read again from its start. So no state is carried across windows, and where windows end
 * cannot change the result. Threads: one.
 */
final class RecordWalk {
  private enum Place {
    TOP,
    ARRAY,
    RECORDS,
    AFTER_RECORDS,
    END
  }

  private final InflatedBytes source;
  private final Window window;
  private final Damage damage;
  private final Tally tally;
  private final Limits limits;
  private final ObjectRef ref;
  private final JsonScanner scanner;
  private final Fields fields;
  private final RecordReader reader;
  private final Texts texts;
  private Place place = Place.TOP;
  private int pos;
  private boolean afterElement;
  private boolean resynced;
  private boolean trailArray;

  RecordWalk(
      ObjectRef ref, InflatedBytes source, Window window, Tally tally, ParseOptions options) {
    StringCache strings = new StringCache();
    this.ref = ref;
    this.source = source;
    this.window = window;
    this.tally = tally;
    this.limits = options.limits();
    this.damage = new Damage(ref, source, window, tally);
    int depth = limits.maxDepth();
    this.scanner = new JsonScanner(depth);
    this.fields = Field.fields(strings);
    this.reader = new RecordReader(depth, options.metadataKeys(), strings);
    this.texts = new Texts(ref, window, damage, tally, reader, depth, strings);
  }

  boolean ended() {
    return place == Place.END && !texts.pending();
  }

  /** One step; true when it handled a record or a damaged place. */
  boolean step() throws IOException {
    if (texts.pending()) {
      texts.next();
      return true;
    }
    return switch (place) {
      case TOP -> top();
      case ARRAY, RECORDS -> element();
      case AFTER_RECORDS -> afterRecords();
      case END -> false;
    };
  }

  private boolean top() throws IOException {
    int c = nextByte();
    if (c < 0 && pos >= window.limit()) {
      return end(false);
    }
    if (c == '{') {
      return record();
    }
    if (c == '[') {
      pos++;
      place = Place.ARRAY;
      afterElement = false;
      resynced = false;
      trailArray = false;
      return false;
    }
    boolean foreign = tally.records() == 0;
    return noRecord(foreign ? Boundary.lineBeforeRecord() : Boundary.line());
  }

  private boolean element() throws IOException {
    int c = nextByte();
    if (c < 0 && pos >= window.limit()) {
      return end(true);
    }
    if (c == ']') {
      pos++;
      place = place == Place.RECORDS ? Place.AFTER_RECORDS : Place.TOP;
      return false;
    }
    if (c == ',' && (afterElement || resynced)) {
      pos++;
      afterElement = false;
      resynced = false;
      return false;
    }
    if (afterElement && !resynced) {
      return damaged(pos, Stop.BAD_JSON, "no comma between records", resync(pos));
    }
    resynced = false;
    afterElement = true;
    return c == '{' ? record() : noRecord(resync(pos));
  }

  /** The rest of the object that held the records: more keys, or its end. */
  private boolean afterRecords() throws IOException {
    for (; ; ) {
      scanner.open(window.bytes(), pos, window.limit());
      try {
        boolean closed = scanner.peek() == '}';
        if (closed) {
          scanner.take();
          place = Place.TOP;
        } else {
          scanner.member();
        }
        pos = scanner.position();
        return false;
      } catch (Stop stop) {
        int start = pos;
        if (stop.wantsMore() && window.limit() - start <= limits.maxRecordBytes()) {
          pos = 0;
          if (window.fill(start)) {
            continue;
          }
          start = 0;
          if (source.failure() != null) {
            pos = window.limit();
            return end(true);
          }
        }
        place = Place.TOP;
        return damaged(start, Stop.BAD_JSON, "after the records", Boundary.lineBeforeRecord());
      }
    }
  }

  private boolean record() throws IOException {
    for (; ; ) {
      scanner.open(window.bytes(), pos, window.limit());
      if (place == Place.TOP) {
        scanner.expectContainers();
      }
      try {
        scanner.object(Field.record(), fields);
        int start = pos;
        pos = scanner.position();
        if (pos - start > limits.maxRecordBytes()) {
          damage.reject(Damage.TOO_LARGE, tooLarge(), start, pos);
          return true;
        }
        return handle(start, pos);
      } catch (Stop stop) {
        if (stop.isContainer()) {
          enterRecords();
          return false;
        }
        int read = scanner.position() - pos;
        if (!stop.wantsMore() || !more()) {
          return stopped(stop, read);
        }
      }
    }
  }

  private void enterRecords() {
    pos = scanner.position();
    place = Place.RECORDS;
    afterElement = false;
    resynced = false;
    trailArray = true;
    tally.saw(RecordKind.TRAIL, Times.NONE);
  }

  /** Reads on behind the record at {@code pos}; false at its limit or at the end of the object. */
  private boolean more() throws IOException {
    if (window.limit() - pos > limits.maxRecordBytes()) {
      return false;
    }
    int start = pos;
    pos = 0;
    return window.fill(start);
  }

  private boolean handle(int start, int end) {
    RecordKind kind = RecordKind.of(fields);
    switch (kind) {
      case LOG_SUBSCRIPTION, LOOKUP_PAGE, LOOKUP_EVENT -> {
        texts.open(fields, kind);
        return false;
      }
      case CONTROL_MESSAGE -> tally.ignored("control-message");
      default -> {
        Origin origin =
            new Origin(
                ref.placeKind(), ref.uri(), ref.modifiedAt(), window.base() + start, end - start);
        try {
          reader.read(fields, kind, origin, window.base(), tally);
          tally.saw(reader.lastKind(), reader.lastEventAt());
          trailArray |= kind == RecordKind.TRAIL;
        } catch (Stop stop) {
          damage.reject(stop.reason(), stop.detail(), start, end);
        }
      }
    }
    return true;
  }

  /** The record at {@code pos} cannot be read to its end; it was read this far. */
  private boolean stopped(Stop stop, int read) throws IOException {
    boolean line = isLine();
    if (read > limits.maxRecordBytes()
        || stop.wantsMore() && window.limit() - pos > limits.maxRecordBytes()) {
      return damaged(pos, Damage.TOO_LARGE, tooLarge(), Boundary.valueEnd(line));
    }
    if (stop.reason().equals(Stop.TOO_DEEP)) {
      String detail = "deeper than " + limits.maxDepth() + " levels";
      return damaged(pos, Stop.TOO_DEEP, detail, Boundary.valueEnd(line));
    }
    String detail =
        stop.wantsMore() ? "ends inside a record" : "stopped at byte " + read + " of the record";
    return damaged(pos, Stop.BAD_JSON, detail, resync(pos));
  }

  /** Something that is no object stands where a record should. */
  private boolean noRecord(Boundary boundary) throws IOException {
    for (; ; ) {
      scanner.open(window.bytes(), pos, window.limit());
      try {
        scanner.skipValue();
        int start = pos;
        pos = scanner.position();
        damage.reject(Stop.UNKNOWN_SHAPE, "no object", start, pos);
        return true;
      } catch (Stop stop) {
        if (!stop.wantsMore() || !more()) {
          return damaged(pos, Stop.BAD_JSON, "no JSON value", boundary);
        }
      }
    }
  }

  private boolean damaged(int start, String reason, String detail, Boundary boundary)
      throws IOException {
    pos = damage.skip(start, boundary, reason, detail);
    resynced = true;
    return true;
  }

  private Boundary resync(int start) {
    if (place == Place.TOP) {
      return isLine(start) ? Boundary.line() : Boundary.lineBeforeRecord();
    }
    if (trailArray) {
      return Boundary.trailRecord();
    }
    return isLine(start) ? Boundary.elementLine() : Boundary.none();
  }

  private boolean isLine() {
    return place != Place.RECORDS && isLine(pos);
  }

  /** Whether the record at this position goes on behind its brace on the same line. */
  private boolean isLine(int start) {
    byte[] bytes = window.bytes();
    int p = start + 1;
    while (p < window.limit() && (bytes[p] == ' ' || bytes[p] == '\t' || bytes[p] == '\r')) {
      p++;
    }
    return p >= window.limit() || bytes[p] != '\n';
  }

  private String tooLarge() {
    return "longer than " + limits.maxRecordBytes() + " bytes";
  }

  /** Ends the object; true when how it ended is itself a damaged place. */
  private boolean end(boolean unclosed) {
    place = Place.END;
    String failure = source.failure();
    // a record cut off by the same failure has told of it already
    if (damage.ranOut() || failure == null && !unclosed) {
      return false;
    }
    String reason = failure == null ? Stop.BAD_JSON : failure;
    damage.reject(reason, "ends early", pos, pos);
    return true;
  }

  /** Skips white space; the next byte, not taken, or -1 with {@code pos} at the limit. */
  private int nextByte() throws IOException {
    for (; ; ) {
      byte[] bytes = window.bytes();
      while (pos < window.limit()) {
        int c = bytes[pos];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && !isByteOrderMark(c)) {
          return c;
        }
        pos++;
      }
      int from = pos;
      pos = 0;
      if (!window.fill(from)) {
        return -1;
      }
    }
  }

  /** EF BB BF at the very start, which some tools write. */
  private boolean isByteOrderMark(int c) {
    long offset = window.base() + pos;
    return offset == 0 && c == (byte) 0xef
        || offset == 1 && c == (byte) 0xbb
        || offset == 2 && c == (byte) 0xbf;
  }
}
