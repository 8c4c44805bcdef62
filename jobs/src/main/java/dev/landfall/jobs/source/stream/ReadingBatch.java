package dev.landfall.jobs.source.stream;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.kinesis.Position;
import dev.landfall.ingest.kinesis.ShardBatch;
import dev.landfall.ingest.kinesis.ShardRecord;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.Payload;
import dev.landfall.ingest.object.RecordSink;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.jspecify.annotations.Nullable;

/** A batch of one shard on its way through a reader. A checkpoint falls between two records. */
final class ReadingBatch {
  private final String shardId;
  private final String shardUri;
  private final String region;
  private final ShardBatch batch;
  private int next;
  private @Nullable Position reached;
  private @Nullable Long newestArrivalAt;

  ReadingBatch(String shardId, StreamOptions options, ShardBatch batch) {
    this.shardId = shardId;
    this.shardUri = options.uri(shardId);
    this.region = options.access().region();
    this.batch = batch;
  }

  String shardId() {
    return shardId;
  }

  ShardBatch batch() {
    return batch;
  }

  /** How far the shard has been passed on; null: no further than before the batch. */
  @Nullable Position reached() {
    return reached;
  }

  /**
   * When the newest record passed on arrived, epoch milliseconds. What Landfall planted itself is
   * left out, for it says nothing of whether the stream still brings anything; null: there was no
   * other.
   */
  @Nullable Long newestArrivalAt() {
    return newestArrivalAt;
  }

  /**
   * Passes on records until about {@code most} rows and witnesses have gone out; true at the end.
   */
  boolean slice(int most, ParseOptions options, ReaderOutput<Parcel> output) {
    Passing passing = new Passing(output);
    while (next < batch.records().size() && passing.passed < most) {
      passing.planted = false;
      ShardRecord record = batch.records().get(next++);
      String uri = shardUri + StreamRows.NUMBER + record.name();
      LakeRow row = Payload.parse(record.data(), uri, record.arrivedAt(), options, passing);
      passing.pass(row.set("region", region));
      if (!passing.planted) {
        long at = record.arrivedAt();
        newestArrivalAt = newestArrivalAt == null ? at : Math.max(newestArrivalAt, at);
      }
      reached = record.behind();
    }
    return next >= batch.records().size();
  }

  private static final class Passing implements RecordSink {
    private final ReaderOutput<Parcel> output;
    private int passed;
    private boolean planted;

    private Passing(ReaderOutput<Parcel> output) {
      this.output = output;
    }

    @Override
    public void witness(Witness witness) {
      planted |= Canary.marks(witness); // a canary is a record of its own
      output.collect(Parcel.of(witness));
      passed++;
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
      output.collect(Parcel.of(row));
      passed++;
    }
  }
}
