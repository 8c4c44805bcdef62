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
 * The samples of the latency probe, as files that it puts in place by rename: watched, or read
 * once. Parallelism one.
 *
 * <p>Shape: rows of {@code probes}, {@code rejects} and {@code objects} as {@link Parcel}s; no
 * witness, and no mark. Errors: what cannot be read is a row of {@code objects}, never an
 * exception.
 */
public final class ProbeSource
    implements Source<Parcel, ProbeSplit, ProbeEnumerator.State>, ResultTypeQueryable<Parcel> {
  private static final long serialVersionUID = 1;

  private final ProbeOptions options;

  public ProbeSource(ProbeOptions options) {
    this.options = options;
  }

  @Override
  public Boundedness getBoundedness() {
    return options.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Parcel, ProbeSplit> createReader(SourceReaderContext context) {
    return new ProbeReader(options);
  }

  @Override
  public SplitEnumerator<ProbeSplit, ProbeEnumerator.State> createEnumerator(
      SplitEnumeratorContext<ProbeSplit> context) {
    return new ProbeEnumerator(context, ProbeEnumerator.State.first());
  }

  @Override
  public SplitEnumerator<ProbeSplit, ProbeEnumerator.State> restoreEnumerator(
      SplitEnumeratorContext<ProbeSplit> context, ProbeEnumerator.State state) {
    return new ProbeEnumerator(context, state);
  }

  @Override
  public SimpleVersionedSerializer<ProbeSplit> getSplitSerializer() {
    return new ProbeSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<ProbeEnumerator.State> getEnumeratorCheckpointSerializer() {
    return new ProbeEnumerator.State.Serializer();
  }

  @Override
  public TypeInformation<Parcel> getProducedType() {
    return EdgeType.PARCEL;
  }
}
