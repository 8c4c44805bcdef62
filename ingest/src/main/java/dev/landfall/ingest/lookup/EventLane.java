package dev.landfall.ingest.lookup;

/**
 * What is asked for: LookupEvents takes one attribute a request, and the service that made the
 * event is the one that leaves least behind.
 *
 * <p>Source: CloudTrail API reference, {@code LookupAttribute}. The ordinal is stored; add at the
 * end only.
 *
 * @see dev.landfall.ingest.cloudtrail.TrailReader what of these becomes a witness, a change, a
 *     surface
 */
public enum EventLane {
  /** Calls, and changes of invocation logging and of profiles. Marks speak of these. */
  BEDROCK("bedrock.amazonaws.com", 1),
  /** Changes of trails: StopLogging, PutEventSelectors and their like. Rare, so asked rarely. */
  TRAIL("cloudtrail.amazonaws.com", 10),
  /** Uses of the agent registry, which no log attributes to a Region. */
  AGENT_CORE("bedrock-agentcore.amazonaws.com", 10);

  private final String eventSource;
  private final int everyTurns;

  EventLane(String eventSource, int everyTurns) {
    this.eventSource = eventSource;
    this.everyTurns = everyTurns;
  }

  /** The value of {@code EventSource}. */
  public String eventSource() {
    return eventSource;
  }

  /** Asked once in so many turns. */
  int everyTurns() {
    return everyTurns;
  }
}
