package dev.landfall.jobs.source;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.object.ObjectCursor;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.RecordSink;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way through a reader.
 *
 * <p>Errors: an object that cannot be opened or read to its end becomes a row that says so.
 */
final class ReadingObject {
  private final ObjectSplit split;
  private final @Nullable ObjectCursor cursor;
  private @Nullable String fault;

  private ReadingObject(ObjectSplit split, @Nullable ObjectCursor cursor, @Nullable String fault) {
    this.split = split;
    this.cursor = cursor;
    this.fault = fault;
  }

  /** How an object is opened. */
  interface Opening {
    InputStream open(String path) throws IOException;
  }

  static ReadingObject open(ObjectSplit split, Opening opening, ParseOptions options) {
    if (split.errand() == Errand.UNLISTED || split.errand() == Errand.LISTED_AGAIN) {
      return new ReadingObject(split, null, null);
    }
    try {
      return new ReadingObject(
          split, ObjectCursor.open(split.ref(), opening.open(split.path()), options), null);
    } catch (IOException e) {
      return new ReadingObject(split, null, Places.reason(e));
    }
  }

  /** Passes on up to {@code records} records, and the object's own row at its end: then true. */
  boolean slice(int records, ReaderOutput<Parcel> output, WitnessOutlet outlet) {
    if (cursor == null) {
      sayWhy(output);
      return true;
    }
    Passing passing = new Passing(output, outlet);
    try {
      for (int n = 0; n < records; n++) {
        passing.silent = cursor.position() < split.delivered();
        if (!cursor.next(passing)) {
          output.collect(Parcel.of(cursor.objectRow()));
          if (split.errand() == Errand.RETRY) {
            output.collect(Parcel.of(ObjectRows.readAgain(split)));
          }
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      fault = Places.reason(e);
      sayWhy(output);
      return true;
    }
  }

  private void sayWhy(ReaderOutput<Parcel> output) {
    if (split.errand() == Errand.UNLISTED || split.errand() == Errand.LISTED_AGAIN) {
      output.collect(Parcel.of(ObjectRows.folder(split)));
    } else if (split.errand() == Errand.READ && fault != null) {
      output.collect(Parcel.of(ObjectRows.unreadable(split, fault)));
    }
  }

  /** Whether the object could not be read to its end. */
  boolean failed() {
    return fault != null;
  }

  /** The split as far as it has been passed on. */
  ObjectSplit split() {
    return cursor == null ? split : split.at(Math.max(split.delivered(), cursor.position()));
  }

  void close() throws IOException {
    if (cursor != null) {
      cursor.close();
    }
  }

  private static final class Passing implements RecordSink {
    private final ReaderOutput<Parcel> output;
    private final WitnessOutlet outlet;
    private boolean silent;

    private Passing(ReaderOutput<Parcel> output, WitnessOutlet outlet) {
      this.output = output;
      this.outlet = outlet;
    }

    @Override
    public void witness(Witness witness) {
      if (!silent) {
        outlet.pass(witness, output);
      }
    }

    @Override
    public void change(LakeRow row) {
      pass(row);
    }

    @Override
    public void surface(LakeRow row) {
      pass(row);
    }

    @Override
    public void ignored(String reason) {}

    @Override
    public void reject(LakeRow row) {
      pass(row);
    }

    private void pass(LakeRow row) {
      if (!silent) {
        output.collect(Parcel.of(row));
      }
    }
  }
}
