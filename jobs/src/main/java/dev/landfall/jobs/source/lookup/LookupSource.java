package dev.landfall.jobs.source.lookup;

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
 * Management events of one account and Region by LookupEvents: read up to now, or followed.
 *
 * <p>Shape: witnesses and rows as {@link Parcel}s, a window after the other, each with its own row
 * of {@code objects}; watermarks are complete-to marks and nothing else. To be run with one reader:
 * the limit of requests leaves nothing for a second. Errors: what cannot be asked is a row of
 * {@code objects}, never an exception.
 */
public final class LookupSource
    implements Source<Parcel, LookupSplit, Boolean>, ResultTypeQueryable<Parcel> {
  private static final long serialVersionUID = 1;

  private final LookupOptions options;

  public LookupSource(LookupOptions options) {
    this.options = options;
  }

  @Override
  public Boundedness getBoundedness() {
    return options.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Parcel, LookupSplit> createReader(SourceReaderContext context) {
    return new LookupReader(context, options);
  }

  @Override
  public SplitEnumerator<LookupSplit, Boolean> createEnumerator(
      SplitEnumeratorContext<LookupSplit> context) {
    return new LookupEnumerator(context, options, false);
  }

  @Override
  public SplitEnumerator<LookupSplit, Boolean> restoreEnumerator(
      SplitEnumeratorContext<LookupSplit> context, Boolean given) {
    return new LookupEnumerator(context, options, given);
  }

  @Override
  public SimpleVersionedSerializer<LookupSplit> getSplitSerializer() {
    return new LookupSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new LookupEnumerator.StateSerializer();
  }

  @Override
  public TypeInformation<Parcel> getProducedType() {
    return EdgeType.PARCEL;
  }
}
