package dev.landfall.jobs.source.stream;

import dev.landfall.ingest.kinesis.KinesisApi;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A Kinesis stream of CloudWatch Logs subscriptions, EventBridge events or raw records: watched, or
 * read once.
 *
 * <p>Shape: witnesses and rows as {@link Parcel}s in the order of each shard, and for each record
 * of the stream a row of {@code objects}, which {@link GatherSpans} puts together; watermarks are
 * complete-to marks and nothing else. Errors: what cannot be read is a row of {@code objects},
 * never an exception.
 */
public final class KinesisSource
    implements Source<Parcel, ShardSplit, StreamState>, ResultTypeQueryable<Parcel> {
  private static final long serialVersionUID = 1;

  private final StreamOptions options;

  public KinesisSource(StreamOptions options) {
    this.options = options;
  }

  @Override
  public Boundedness getBoundedness() {
    return options.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Parcel, ShardSplit> createReader(SourceReaderContext context) {
    return new ShardReader(context, options, () -> KinesisReading.open(options));
  }

  @Override
  public SplitEnumerator<ShardSplit, StreamState> createEnumerator(
      SplitEnumeratorContext<ShardSplit> context) {
    return restoreEnumerator(context, StreamState.first(options));
  }

  @Override
  public SplitEnumerator<ShardSplit, StreamState> restoreEnumerator(
      SplitEnumeratorContext<ShardSplit> context, StreamState state) {
    return new StreamEnumerator(
        context,
        options,
        KinesisApi.open(options.access(), options.stream(), options.clock()),
        state);
  }

  @Override
  public SimpleVersionedSerializer<ShardSplit> getSplitSerializer() {
    return new ShardSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<StreamState> getEnumeratorCheckpointSerializer() {
    return new StreamState.Serializer(options.access().region());
  }

  @Override
  public TypeInformation<Parcel> getProducedType() {
    return EdgeType.PARCEL;
  }
}
