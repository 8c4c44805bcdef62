package dev.landfall.ingest.object;

import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.envelope.RecordKind;
import dev.landfall.ingest.envelope.RecordReader;
import dev.landfall.ingest.scan.Field;
import dev.landfall.ingest.scan.Fields;
import dev.landfall.ingest.scan.Items;
import dev.landfall.ingest.scan.JsonScanner;
import dev.landfall.ingest.scan.Origin;
import dev.landfall.ingest.scan.Shape;
import dev.landfall.ingest.scan.Stop;
import dev.landfall.ingest.scan.StringCache;
import dev.landfall.ingest.scan.Unescape;
import java.util.Arrays;
import java.util.List;

/**
 * Records that stand as JSON text inside an envelope of several: a page or a log subscription.
 *
 * <p>Shape: {@link #open} notes where the texts are, {@link #next} handles one. The window must not
 * move until all are handled. A record's place is that of its text, in the envelope's bytes.
 * Threads: one.
 */
final class Texts {
  private static final Shape MESSAGE = Shape.ofKeys(List.of("message"));
  private static final Shape EVENT = Shape.ofKeys(List.of("CloudTrailEvent"));

  private final ObjectRef ref;
  private final Window window;
  private final Damage damage;
  private final Tally tally;
  private final RecordReader reader;
  private final int maxDepth;
  private final Fields text;
  private final Fields record;
  private final JsonScanner scanner;
  private int[] spans = new int[32];
  private int count;
  private int handled;
  private boolean lookup;
  private byte[] scratch = new byte[0];

  Texts(
      ObjectRef ref,
      Window window,
      Damage damage,
      Tally tally,
      RecordReader reader,
      int maxDepth,
      StringCache strings) {
    this.ref = ref;
    this.window = window;
    this.damage = damage;
    this.tally = tally;
    this.reader = reader;
    this.maxDepth = maxDepth;
    this.text = new Fields(1, strings);
    this.record = Field.fields(strings);
    this.scanner = new JsonScanner(maxDepth);
  }

  boolean pending() {
    return handled < count;
  }

  /** Notes the texts of an envelope that was read whole into {@code f}. */
  void open(Fields f, RecordKind kind) {
    count = 0;
    handled = 0;
    lookup = kind != RecordKind.LOG_SUBSCRIPTION;
    if (kind == RecordKind.LOOKUP_EVENT) {
      int slot = Field.CLOUDTRAIL_EVENT.slot();
      add(f.start(slot), f.end(slot));
      return;
    }
    Items items = new Items(maxDepth, lookup ? EVENT : MESSAGE, text);
    items.open(f, lookup ? Field.EVENTS.slot() : Field.LOG_EVENTS.slot());
    while (items.next()) {
      if (text.isString(0)) {
        add(text.start(0), text.end(0));
      } else {
        add(items.position(), -1);
      }
    }
  }

  /** Handles one record, which ends in exactly one call of the sink. */
  void next() {
    int start = spans[2 * handled];
    int end = spans[2 * handled + 1];
    handled++;
    if (end < 0) {
      damage.reject(Stop.MISSING_FIELD, lookup ? "CloudTrailEvent" : "message", start, start);
      return;
    }
    try {
      read(start, end);
    } catch (Stop stop) {
      boolean cut = stop.wantsMore();
      damage.reject(
          cut ? Stop.BAD_JSON : stop.reason(), cut ? "text ends early" : stop.detail(), start, end);
    }
  }

  private void read(int start, int end) {
    int longest = end - start + JsonScanner.SLACK;
    if (scratch.length < longest) {
      scratch = new byte[Math.max(longest, 4096)];
    }
    int length = Unescape.into(window.bytes(), start, end, scratch);
    Arrays.fill(scratch, length, length + JsonScanner.SLACK, (byte) 0);
    scanner.open(scratch, 0, length);
    if (!lookup && (length == 0 || scanner.peek() != '{')) {
      tally.ignored(RecordReader.NOT_A_RECORD);
      return;
    }
    if (scanner.peek() != '{') {
      throw Stop.because(Stop.UNKNOWN_SHAPE, "no object");
    }
    scanner.object(Field.record(), record);
    PlaceKind kind =
        lookup && ref.placeKind() == PlaceKind.STREAM ? PlaceKind.LOOKUP : ref.placeKind();
    Origin origin =
        new Origin(kind, ref.uri(), ref.modifiedAt(), window.base() + start, end - start);
    reader.read(record, RecordKind.of(record), origin, -1, tally);
    tally.saw(reader.lastKind(), reader.lastEventAt());
  }

  private void add(int start, int end) {
    if (2 * count == spans.length) {
      spans = Arrays.copyOf(spans, spans.length * 2);
    }
    spans[2 * count] = start;
    spans[2 * count + 1] = end;
    count++;
  }
}
