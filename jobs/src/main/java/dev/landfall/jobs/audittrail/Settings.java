package dev.landfall.jobs.audittrail;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.LimitsConfig;
import dev.landfall.ingest.object.Limits;
import dev.landfall.jobs.alert.DeskSettings;
import dev.landfall.jobs.operator.PairingTerms;
import dev.landfall.jobs.source.DirectoryOptions.ParseLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * All that the job is told from outside.
 *
 * @param silentAfter a place that fails for longer holds no mark back any more
 * @param replayNotifies a replay makes alerts and sends them, as the service always does
 * @param clock must be serializable, for it travels with the job
 */
public record Settings(
    LandfallConfig config,
    PolicyHistory policy,
    Catalogue catalogue,
    Duration silentAfter,
    Clock clock,
    boolean replayNotifies) {
  private static final long MOST_REPLAY_MEMORY = 2L << 30;
  private static final Duration SILENT_AFTER = Duration.ofMinutes(15);

  public static Settings of(LandfallConfig config, PolicyHistory policy, Catalogue catalogue) {
    return new Settings(config, policy, catalogue, SILENT_AFTER, Clock.systemUTC(), false);
  }

  /** The same, with alerts from a replay or without. */
  public Settings notifying(boolean replayNotifies) {
    return new Settings(config, policy, catalogue, silentAfter, clock, replayNotifies);
  }

  DeskSettings alerts() {
    return DeskSettings.of(config, policy, catalogue, lake().toUri(), clock);
  }

  Path lake() {
    return config.lake();
  }

  PairingTerms pairing() {
    return PairingTerms.of(config.settle(), config.remember(), config.expect());
  }

  ParseLimits parseLimits() {
    LimitsConfig c = config.limits();
    int record = (int) Math.min(c.maxRecordBytes(), 1 << 30);
    Limits limits = new Limits(record, c.maxDepth(), c.maxInflationRatio(), c.maxObjectBytes());
    return ParseLimits.of(limits, policy.metadataKeys());
  }

  /** Bytes of witnesses one task of a replay keeps on the heap before it uses working files. */
  long replayMemory() {
    long share = Runtime.getRuntime().maxMemory() / (8L * config.job().slots());
    return Math.min(share, MOST_REPLAY_MEMORY);
  }
}
