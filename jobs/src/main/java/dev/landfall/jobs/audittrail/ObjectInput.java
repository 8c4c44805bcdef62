package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.s3.BucketStore;
import dev.landfall.ingest.source.ObjectStore;
import dev.landfall.jobs.audittrail.Inputs.Input;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.operator.Mode;
import dev.landfall.jobs.source.FolderStore;
import dev.landfall.jobs.source.ObjectOptions;
import dev.landfall.jobs.source.ObjectSource;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Folders and buckets of log objects. */
final class ObjectInput {
  private ObjectInput() {}

  static Input of(
      StreamExecutionEnvironment env, SourceConfig.Directory source, Settings settings, Mode mode) {
    String folder = source.path().toAbsolutePath().normalize().toString();
    ObjectStore store = new FolderStore(folder, settings.config().remember().toMillis());
    return of(env, source, store, settings.config().job().pollInterval(), settings, mode);
  }

  static Input of(
      StreamExecutionEnvironment env, SourceConfig.S3 source, Settings settings, Mode mode) {
    return of(env, source, BucketStore.of(source), source.pollInterval(), settings, mode);
  }

  private static Input of(
      StreamExecutionEnvironment env,
      SourceConfig source,
      ObjectStore store,
      Duration poll,
      Settings settings,
      Mode mode) {
    ObjectOptions options =
        new ObjectOptions(
            source.id(),
            store,
            mode == Mode.REPLAY,
            poll.toMillis(),
            settings.config().job().allowedDelay().toMillis(),
            settings.silentAfter().toMillis(),
            settings.parseLimits(),
            settings.clock(),
            mode == Mode.REPLAY ? settings.replayParts() : 0);
    return new Input(
        source.id(),
        env.fromSource(
                new ObjectSource(options),
                WatermarkStrategy.noWatermarks(),
                "read " + source.place(),
                EdgeType.PARCEL)
            .uid(Uids.source(source.id())));
  }
}
