package dev.landfall.ingest.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream of like calls: who calls, from where, by which model id.
 *
 * <p>Missing: {@code model} and {@code profile} are null where the id does not tell them; {@code
 * usual} is empty where nothing is ever routed.
 *
 * @param workload id in the scenario's policy, or {@code default} where none matches
 * @param trailId model id as CloudTrail shows it
 * @param logId the same as the invocation log shows it; AWS does not always write one form
 * @param usual destinations on an ordinary day, repeated to weigh them
 * @param logs the account has invocation logging
 * @param bodies the invocation log takes text in
 * @param weight share of ordinary traffic; 0: planted calls only
 */
record Lane(
    String workload,
    String account,
    String role,
    String source,
    Kind kind,
    String trailId,
    String logId,
    @Nullable String model,
    @Nullable String profile,
    List<String> usual,
    List<Op> ops,
    boolean logs,
    boolean bodies,
    int weight) {

  /** The model that a stream's completion names, even where the id called does not tell it. */
  String modelInCompletion() {
    return model == null ? "anthropic.claude-sonnet-4-6" : model;
  }

  /** What the model id names. */
  enum Kind {
    FOUNDATION("on-demand"),
    GEOGRAPHIC("cross-region"),
    GLOBAL("global"),
    APPLICATION(null),
    PROVISIONED(null),
    MANTLE("mantle");

    final @Nullable String quotaRow;

    Kind(@Nullable String quotaRow) {
      this.quotaRow = quotaRow;
    }

    boolean profile() {
      return this == GEOGRAPHIC || this == GLOBAL || this == APPLICATION;
    }

    /** The closed list of what never leaves the source Region. */
    boolean stays() {
      return this == FOUNDATION || this == PROVISIONED || this == MANTLE;
    }
  }

  boolean anthropic() {
    return model == null || model.startsWith("anthropic.");
  }

  Workload policy() {
    return Workload.byId(workload);
  }
}
