package dev.landfall.ingest.lookup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.lookup.LookupStep.Failing;
import dev.landfall.ingest.lookup.LookupStep.Looked;
import dev.landfall.ingest.lookup.LookupStep.Lost;
import dev.landfall.ingest.object.ObjectCursor;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.RecordSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns what looking up brought into records and rows, and moves the state with it.
 *
 * <p>Shape: the records of a window that no earlier window brought, as lines in the order of their
 * time; a record's place is the window and its offset among these lines, and it can be asked for
 * again by its event id for 90 days. Then a row of {@code objects} for the window; a lane that
 * brings nothing has one row an hour that says so. Threads: one.
 */
public final class HistoryReader {
  /** The value of {@code objects.kind}: management events only, no data events. */
  public static final String KIND = "cloudtrail-lookup";

  private static final long QUIET = Duration.ofHours(1).toMillis();

  private final String place;
  private final String region;
  private final @Nullable String account;
  private final long overlap;
  private final ParseOptions options;
  private final LookupState state;

  /**
   * Reads on from a state, which it changes.
   *
   * @param place names account and Region, as it stands in places and rows
   */
  public HistoryReader(
      String place, AwsAccess access, long overlapMillis, ParseOptions options, LookupState state) {
    this.place = place;
    this.region = access.region();
    this.account = access.roleArn() == null ? null : access.roleArn().split(":", 6)[4];
    this.overlap = overlapMillis;
    this.options = options;
    this.state = state;
  }

  /** Passes on what is new of a window, then its row. */
  public void take(Looked looked, RecordSink sink, Consumer<LakeRow> rows) {
    LookupState.Lane lane = state.lane(looked.lane());
    recovered(looked, lane, rows);
    List<LookedUpEvent> fresh = looked.events().stream().filter(lane.seen::add).toList();
    lane.cursor = looked.after();
    lane.seen.forget(lane.cursor.frontier() - overlap);
    long to = looked.window().to();
    if (!fresh.isEmpty()) {
      state.looks++;
      state.newestArrivalAt = looked.lookedAt();
      rows.accept(parse(looked, fresh, sink));
      lane.rowsTo = Math.max(lane.rowsTo, to);
    } else if (to - lane.rowsTo >= QUIET) {
      EventWindow quiet = new EventWindow(lane.rowsTo, to);
      rows.accept(
          described(
              LookupRows.without(
                  uri(looked.lane(), quiet.text()),
                  LookupRows.EMPTY,
                  null,
                  quiet.from(),
                  looked.lookedAt(),
                  ++state.rowsWritten)));
      lane.rowsTo = to;
    }
  }

  /** A span that AWS no longer answers for is a gap for good. */
  public void take(Lost lost, Consumer<LakeRow> rows) {
    LookupState.Lane lane = state.lane(lost.lane());
    lane.cursor = lost.after();
    lane.rowsTo = Math.max(lane.rowsTo, lost.window().to());
    rows.accept(
        described(
            LookupRows.without(
                uri(lost.lane(), lost.window().text()),
                LookupRows.UNREADABLE,
                "older than 90 days",
                lost.window().from(),
                lost.foundAt(),
                ++state.rowsWritten)));
  }

  /** Puts a failure on record once, when it is grave. */
  public void take(Failing failing, Consumer<LakeRow> rows) {
    LookupState.Lane lane = state.lane(failing.lane());
    if (!failing.grave() || lane.gapOnRecord) {
      return;
    }
    lane.gapOnRecord = true;
    rows.accept(standing(failing.lane(), LookupRows.UNREADABLE, failing.reason(), failing.at()));
  }

  private void recovered(Looked looked, LookupState.Lane lane, Consumer<LakeRow> rows) {
    if (lane.gapOnRecord) {
      lane.gapOnRecord = false;
      rows.accept(standing(looked.lane(), LookupRows.READ, null, looked.lookedAt()));
    }
  }

  /** The lane as a whole: one key, so that a later word takes back an earlier one. */
  private LakeRow standing(EventLane lane, String status, @Nullable String reason, long at) {
    long unreadFrom = state.lane(lane).cursor.frontier();
    return described(
        LookupRows.without(uri(lane, "all"), status, reason, unreadFrom, at, ++state.rowsWritten));
  }

  private LakeRow parse(Looked looked, List<LookedUpEvent> fresh, RecordSink sink) {
    byte[] lines = lines(fresh);
    ObjectRef ref =
        new ObjectRef(
            uri(looked.lane(), looked.window().text()),
            PlaceKind.LOOKUP,
            lines.length,
            looked.lookedAt(),
            looked.lookedAt());
    try (ObjectCursor cursor = ObjectCursor.open(ref, new ByteArrayInputStream(lines), options)) {
      while (cursor.next(sink)) {
        // each step hands one record to the sink
      }
      return described(cursor.objectRow())
          .setMillis("covers_from_at", looked.window().from())
          .set("revision", ++state.rowsWritten);
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
  }

  private static byte[] lines(List<LookedUpEvent> events) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (LookedUpEvent event : events) {
      lines.writeBytes(event.record().getBytes(StandardCharsets.UTF_8));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private LakeRow described(LakeRow row) {
    return row.set("kind", KIND).set("account", account).set("region", region);
  }

  private String uri(EventLane lane, String span) {
    return KIND + "://" + place + '/' + lane.eventSource() + '/' + span;
  }
}
