package dev.landfall.core.model;

/**
 * The three records that may tell of one call.
 *
 * <p>The ordinal is part of the stored form; add at the end only. Source: FACTS of CloudTrail's
 * "logging-using-cloudtrail" page for {@code AwsApiCall} and {@code AwsServiceEvent}, and the
 * "model-invocation-logging" page.
 */
public enum WitnessKind {
  /** The CloudTrail event of the request itself ({@code AwsApiCall}). */
  API(Family.TRAIL),
  /** The CloudTrail event that a stream ended ({@code AwsServiceEvent}). */
  COMPLETION(Family.TRAIL),
  /** The model invocation log's record. */
  LOG(Family.LOG);

  private final Family family;

  WitnessKind(Family family) {
    this.family = family;
  }

  public Family family() {
    return family;
  }
}
