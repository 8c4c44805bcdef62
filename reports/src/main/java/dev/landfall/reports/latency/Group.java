package dev.landfall.reports.latency;

import org.jspecify.annotations.Nullable;

/**
 * What times are kept apart by.
 *
 * <p>Missing: a null Region, model, profile or operation is not said or not shown; null factors are
 * those of users' calls, which nobody declared.
 *
 * @param evidence whose figure it is: {@link #LOGGED}, {@link #PROBED} or {@link #UNMATCHED}
 * @param measure total, first token or one of a probe's parts
 */
record Group(
    String evidence,
    @Nullable String sourceRegion,
    @Nullable String inferenceRegion,
    @Nullable String model,
    @Nullable String profile,
    @Nullable String operation,
    @Nullable String factors,
    String measure) {
  /** As AWS's logs state it of users' calls. */
  static final String LOGGED = "logged";

  /** As the probe measured it, where the logs tell of the call. */
  static final String PROBED = "probed";

  /** As the probe measured it; no log tells of the call yet. */
  static final String UNMATCHED = "probed, unmatched";

  static final String TOTAL = "total";
  static final String FIRST_TOKEN = "first token";

  boolean isWhole() {
    return measure.equals(TOTAL) || measure.equals(FIRST_TOKEN);
  }

  /** The id callers write: the profile where one is used, else the model. */
  @Nullable String target() {
    return profile == null ? model : profile;
  }

  /** What stays the same when one target is compared with another: served where they may be. */
  Group withoutTarget() {
    return new Group(evidence, sourceRegion, null, null, null, operation, factors, measure);
  }
}
