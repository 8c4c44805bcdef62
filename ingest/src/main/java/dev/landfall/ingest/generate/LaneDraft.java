package dev.landfall.ingest.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in a {@link Lane} step by step, so that the list of lanes reads as a list. */
final class LaneDraft {
  private final String workload;
  private final String account;
  private final String role;
  private final String source;
  private final Lane.Kind kind;
  private final @Nullable String model;
  private final @Nullable String profile;
  private String trailId;
  private String logId;
  private List<String> usual = List.of();
  private List<Op> ops = List.of();
  private boolean logs = true;
  private boolean bodies = true;

  LaneDraft(
      String workload,
      String account,
      String role,
      String source,
      Lane.Kind kind,
      String id,
      @Nullable String model,
      @Nullable String profile) {
    this.workload = workload;
    this.account = account;
    this.role = role;
    this.source = source;
    this.kind = kind;
    this.trailId = id;
    this.logId = id;
    this.model = model;
    this.profile = profile;
  }

  LaneDraft to(String... destinations) {
    usual = List.of(destinations);
    return this;
  }

  LaneDraft by(List<Op> operations) {
    ops = operations;
    return this;
  }

  /** The log shows the ARN where the trail shows the plain id. */
  LaneDraft loggedAsArn() {
    logId = arn();
    return this;
  }

  LaneDraft asArn() {
    trailId = arn();
    logId = trailId;
    return this;
  }

  LaneDraft withoutLog() {
    logs = false;
    return this;
  }

  LaneDraft withoutBodies() {
    bodies = false;
    return this;
  }

  Lane weight(int weight) {
    return new Lane(
        workload, account, role, source, kind, trailId, logId, model, profile, usual, ops, logs,
        bodies, weight);
  }

  private String arn() {
    return profile == null
        ? "arn:aws:bedrock:" + source + "::foundation-model/" + model
        : "arn:aws:bedrock:" + source + ':' + account + ":inference-profile/" + profile;
  }
}
