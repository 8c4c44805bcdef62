package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.lookup.EventHistory;
import dev.landfall.ingest.lookup.LookupTime;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.operator.Mode;
import dev.landfall.jobs.source.lookup.LookupOptions;
import dev.landfall.jobs.source.lookup.LookupSource;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** CloudTrail's event history as an input. */
final class LookupInput {
  private LookupInput() {}

  static Inputs.Input of(
      StreamExecutionEnvironment env,
      SourceConfig.CloudTrailLookup lookup,
      Settings settings,
      Mode mode) {
    EventHistory.Options history =
        new EventHistory.Options(
            lookup.access(),
            mode == Mode.REPLAY,
            lookup.every().toMillis(),
            wholeSeconds(settings.config().job().allowedDelay().toMillis()),
            LookupTime.of(settings.clock()));
    LookupOptions options =
        new LookupOptions(
            lookup.id(),
            lookup.place(),
            history,
            lookup.since().toMillis(),
            settings.silentAfter().toMillis(),
            settings.parseLimits());
    return new Inputs.Input(
        lookup.id(),
        env.fromSource(
                new LookupSource(options),
                WatermarkStrategy.noWatermarks(),
                "look up " + lookup.place(),
                EdgeType.PARCEL)
            .setParallelism(1)
            .uid(Uids.source(lookup.id())));
  }

  /** The API asks for times in whole seconds; longer is safe. */
  private static long wholeSeconds(long millis) {
    return (millis + 999) / 1_000 * 1_000;
  }
}
