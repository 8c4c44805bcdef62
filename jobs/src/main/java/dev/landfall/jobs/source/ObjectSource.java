package dev.landfall.jobs.source;

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
 * Objects in AWS's S3 layout, in a bucket or in files put in place by rename: watched, or read
 * once.
 *
 * <p>Shape: witnesses and rows as {@link Parcel}s in the order of each object, then the object's
 * own row; watermarks are complete-to marks and nothing else. Errors: what cannot be listed or
 * opened is a row of {@code objects}, never an exception.
 */
public final class ObjectSource
    implements Source<Parcel, ObjectSplit, EnumeratorState>, ResultTypeQueryable<Parcel> {
  private static final long serialVersionUID = 1;

  private final ObjectOptions options;

  public ObjectSource(ObjectOptions options) {
    this.options = options;
  }

  @Override
  public Boundedness getBoundedness() {
    return options.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Parcel, ObjectSplit> createReader(SourceReaderContext context) {
    OpenAhead opening =
        new OpenAhead(
            options.store().opener(), options.limits().options(), options.store().ahead());
    return new ObjectReader(context, options.id(), opening, WitnessOutlet.of(options.packParts()));
  }

  @Override
  public SplitEnumerator<ObjectSplit, EnumeratorState> createEnumerator(
      SplitEnumeratorContext<ObjectSplit> context) {
    return new ObjectEnumerator(context, options, EnumeratorState.empty());
  }

  @Override
  public SplitEnumerator<ObjectSplit, EnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<ObjectSplit> context, EnumeratorState state) {
    return new ObjectEnumerator(context, options, state);
  }

  @Override
  public SimpleVersionedSerializer<ObjectSplit> getSplitSerializer() {
    return new ObjectSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
    return new EnumeratorState.Serializer();
  }

  @Override
  public TypeInformation<Parcel> getProducedType() {
    return EdgeType.PARCEL;
  }
}
