package dev.landfall.jobs.audittrail;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.LimitsConfig;
import dev.landfall.ingest.object.Limits;
import dev.landfall.jobs.alert.DeskSettings;
import dev.landfall.jobs.operator.PairingTerms;
import dev.landfall.jobs.source.ObjectOptions.ParseLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

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
  private static final long MOST_REPLAY_MEMORY = 1L << 30;

  /** One part of the calls is on the heap at a time at least: the more, the flatter. */
  private static final int REPLAY_PARTS_OF_TASK = 16;

  /** Without alerts from a replay. */
  public Settings(
      LandfallConfig config,
      PolicyHistory policy,
      Catalogue catalogue,
      Duration silentAfter,
      Clock clock) {
    this(config, policy, catalogue, silentAfter, clock, false);
  }

  public static Settings of(LandfallConfig config, PolicyHistory policy, Catalogue catalogue) {
    return new Settings(config, policy, catalogue, config.job().silentAfter(), Clock.systemUTC());
  }

  /** The same, with alerts from a replay or without. */
  public Settings notifying(boolean replayNotifies) {
    return new Settings(config, policy, catalogue, silentAfter, clock, replayNotifies);
  }

  DeskSettings alerts() {
    return DeskSettings.of(config, policy, catalogue, clock);
  }

  /** Milliseconds after which a source that brings nothing is a gap, by the source's id. */
  Map<String, Long> quietAfter() {
    Map<String, Long> millis = new HashMap<>();
    config.job().quietAfter().forEach((id, after) -> millis.put(id, after.toMillis()));
    return millis;
  }

  LakePlace lake() {
    return config.lake();
  }

  /** A folder of this machine for working files: the lake's own, or a temporary one. */
  Path work() {
    return config.lake() instanceof LakePlace.Folder local
        ? local.folder()
        : Path.of(System.getProperty("java.io.tmpdir"), "landfall-" + lakeId());
  }

  /** Where checkpoints and savepoints of this lake's cluster jobs are, and nobody else's. */
  LakePlace savedStates() {
    LakePlace configured = config.cluster().checkpoints();
    return configured.equals(EmbeddedStates.checkpoints(lake()))
        ? configured
        : configured.below("lake-" + lakeId());
  }

  private String lakeId() {
    byte[] uri = config.lake().uri().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(uri).toString().substring(0, 13);
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

  /** Into how many parts a replay divides the calls; a task has the same number as any other. */
  int replayParts() {
    return REPLAY_PARTS_OF_TASK * config.job().slots();
  }
}
