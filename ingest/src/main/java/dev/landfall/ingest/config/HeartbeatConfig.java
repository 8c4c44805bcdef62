package dev.landfall.ingest.config;

import java.time.Duration;

/**
 * A sign of life that somebody else waits for.
 *
 * @param url where it goes
 * @param maxLag a source whose complete-to mark lies further behind stops it
 */
public record HeartbeatConfig(Kind kind, Secret url, Duration every, Duration maxLag) {

  /** Who waits, by the value of {@code type:}. */
  public enum Kind {
    /** A GET, as Dead Man's Snitch and healthchecks.io take it. */
    GET,
    POST,
    /** An alert that always fires, and lapses when it is not renewed. */
    ALERTMANAGER
  }
}
