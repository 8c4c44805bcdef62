package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.operator.Mode;
import dev.landfall.jobs.source.ProbeOptions;
import dev.landfall.jobs.source.ProbeSource;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The samples of the latency probe below the lake: read in every job, whether a probe runs or not.
 */
final class ProbeInput {
  /** No source of a configuration has an id of this form. */
  static final String ID = "_probes";

  private static final long LEAST_POLL_MILLIS = 1_000;

  private ProbeInput() {}

  /** Empty where the lake is a bucket: a probe keeps its journal and its samples in a folder. */
  static Optional<Inputs.Input> of(StreamExecutionEnvironment env, Settings settings, Mode mode) {
    return settings.lake() instanceof LakePlace.Folder lake
        ? Optional.of(of(env, lake.folder(), settings, mode))
        : Optional.empty();
  }

  private static Inputs.Input of(
      StreamExecutionEnvironment env, Path lake, Settings settings, Mode mode) {
    ProbeOptions options =
        new ProbeOptions(
            lake.resolve("_probes").toAbsolutePath().normalize().toString(),
            mode == Mode.REPLAY,
            Math.max(LEAST_POLL_MILLIS, settings.config().job().pollInterval().toMillis()),
            settings.config().remember().toMillis(),
            settings.clock());
    return new Inputs.Input(
        ID,
        env.fromSource(
                new ProbeSource(options),
                WatermarkStrategy.noWatermarks(),
                "read probe samples",
                EdgeType.PARCEL)
            .setParallelism(1)
            .setMaxParallelism(1)
            .uid(Uids.source(ID)));
  }
}
