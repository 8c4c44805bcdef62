package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.operator.Mode;
import dev.landfall.jobs.source.DirectoryOptions;
import dev.landfall.jobs.source.DirectorySource;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Where witnesses come from.
 *
 * @param sources in the order of the configuration
 */
record Inputs(List<Input> sources) {

  /** One source: its id and what it emits. */
  record Input(String id, DataStream<Parcel> parcels) {}

  /** The sources of the configuration. */
  static Inputs of(StreamExecutionEnvironment env, Settings settings, Mode mode) {
    List<Input> inputs = new ArrayList<>();
    for (SourceConfig source : settings.config().sources()) {
      inputs.add(of(env, source, settings, mode));
    }
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("the configuration names no source to read");
    }
    return new Inputs(inputs);
  }

  private static Input of(
      StreamExecutionEnvironment env, SourceConfig source, Settings settings, Mode mode) {
    if (source instanceof SourceConfig.Directory directory) {
      return directory(env, directory, settings, mode);
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

  private static Input directory(
      StreamExecutionEnvironment env,
      SourceConfig.Directory directory,
      Settings settings,
      Mode mode) {
    DirectoryOptions options =
        new DirectoryOptions(
            directory.id(),
            directory.path().toAbsolutePath().normalize().toString(),
            mode == Mode.REPLAY,
            settings.config().job().pollInterval().toMillis(),
            settings.config().job().allowedDelay().toMillis(),
            settings.silentAfter().toMillis(),
            settings.config().remember().toMillis(),
            settings.parseLimits(),
            settings.clock());
    return new Input(
        directory.id(),
        env.fromSource(
                new DirectorySource(options),
                WatermarkStrategy.noWatermarks(),
                "read " + directory.place(),
                EdgeType.PARCEL)
            .uid(Uids.source(directory.id())));
  }
}
