package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.operator.Mode;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Where witnesses come from.
 *
 * @param sources in the order of the configuration, the probe's samples last
 */
record Inputs(List<Input> sources) {

  /** One source: its id and what it emits. */
  record Input(String id, DataStream<Parcel> parcels) {}

  /** The sources of the configuration, and the probe's samples. */
  static Inputs of(StreamExecutionEnvironment env, Settings settings, Mode mode) {
    List<Input> inputs = new ArrayList<>();
    for (SourceConfig source : settings.config().sources()) {
      inputs.add(of(env, source, settings, mode));
    }
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("the configuration names no source to read");
    }
    ProbeInput.of(env, settings, mode).ifPresent(inputs::add);
    return new Inputs(inputs);
  }

  private static Input of(
      StreamExecutionEnvironment env, SourceConfig source, Settings settings, Mode mode) {
    if (source instanceof SourceConfig.Directory directory) {
      return ObjectInput.of(env, directory, settings, mode);
    }
    if (source instanceof SourceConfig.S3 bucket) {
      return ObjectInput.of(env, bucket, settings, mode);
    }
    if (source instanceof SourceConfig.Kinesis kinesis) {
      return KinesisInput.of(env, kinesis, settings, mode);
    }
    if (source instanceof SourceConfig.CloudTrailLookup lookup) {
      return LookupInput.of(env, lookup, settings, mode);
    }
    throw new IllegalArgumentException(
        "source '%s' cannot be read by this version".formatted(source.id()));
  }
}
