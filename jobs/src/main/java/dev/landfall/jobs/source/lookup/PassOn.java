package dev.landfall.jobs.source.lookup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.object.RecordSink;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.api.connector.source.ReaderOutput;

/** Records and rows to the task's output; what is ignored is counted in the window's row. */
record PassOn(ReaderOutput<Parcel> output) implements RecordSink {
  @Override
  public void witness(Witness witness) {
    output.collect(Parcel.of(witness));
  }

  @Override
  public void change(LakeRow row) {
    row(row);
  }

  @Override
  public void surface(LakeRow row) {
    row(row);
  }

  @Override
  public void ignored(String reason) {}

  @Override
  public void reject(LakeRow row) {
    row(row);
  }

  void row(LakeRow row) {
    output.collect(Parcel.of(row));
  }
}
