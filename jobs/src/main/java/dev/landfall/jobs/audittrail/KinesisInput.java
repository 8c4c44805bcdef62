package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.jobs.audittrail.Inputs.Input;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.operator.Mode;
import dev.landfall.jobs.source.stream.GatherSpans;
import dev.landfall.jobs.source.stream.KinesisSource;
import dev.landfall.jobs.source.stream.StreamOptions;
import dev.landfall.jobs.source.stream.StreamOptions.InitialPosition;
import dev.landfall.jobs.source.stream.StreamOptions.ReaderType;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Kinesis stream as an input of the job. */
final class KinesisInput {
  /** As long as that of Flink's own connector; a shard that ends is followed at once anyway. */
  private static final long SHARD_DISCOVERY_MILLIS = 10_000;

  private KinesisInput() {}

  static Input of(
      StreamExecutionEnvironment env, SourceConfig.Kinesis kinesis, Settings settings, Mode mode) {
    return new Input(
        kinesis.id(),
        env.fromSource(
                new KinesisSource(options(kinesis, settings, mode)),
                WatermarkStrategy.noWatermarks(),
                "read kinesis " + kinesis.place(),
                EdgeType.PARCEL)
            .uid(Uids.source(kinesis.id()))
            .transform("gather what was read of a shard", EdgeType.PARCEL, new GatherSpans())
            .uid(Uids.spans(kinesis.id())));
  }

  static StreamOptions options(SourceConfig.Kinesis kinesis, Settings settings, Mode mode) {
    SourceConfig.From from = kinesis.from();
    return new StreamOptions(
        kinesis.id(),
        kinesis.stream(),
        kinesis.access(),
        position(from, mode),
        from.at() == null ? null : from.at().toEpochMilli(),
        kinesis.consumer() == null ? ReaderType.POLLING : ReaderType.EFO,
        kinesis.consumer(),
        SHARD_DISCOVERY_MILLIS,
        mode == Mode.REPLAY,
        settings.clock().millis(),
        settings.config().job().pollInterval().toMillis(),
        settings.config().job().allowedDelay().toMillis(),
        settings.silentAfter().toMillis(),
        settings.parseLimits(),
        settings.clock());
  }

  /** A replay reads what is there now, so the latest is no place for it to begin. */
  private static InitialPosition position(SourceConfig.From from, Mode mode) {
    if (from.at() != null) {
      return InitialPosition.AT_TIMESTAMP;
    }
    return from.oldest() || mode == Mode.REPLAY
        ? InitialPosition.TRIM_HORIZON
        : InitialPosition.LATEST;
  }
}
