package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.lookup.LookupTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Another day's time of day, whose seconds of pace pass four times as fast: the limit of requests
 * is the same for both sides, and a test need not wait for it.
 */
final class HurriedClock extends Clock implements LookupTime {
  private static final long serialVersionUID = 1;
  private static final int TIMES = 4;

  private final long offsetMillis;

  HurriedClock(long offsetMillis) {
    this.offsetMillis = offsetMillis;
  }

  @Override
  public long millis() {
    return Clock.systemUTC().millis() + offsetMillis;
  }

  @Override
  public long nanos() {
    return System.nanoTime() * TIMES;
  }

  @Override
  public void sleep(long millis) throws InterruptedException {
    Thread.sleep(Math.max(1, millis / TIMES));
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("only UTC");
  }
}
