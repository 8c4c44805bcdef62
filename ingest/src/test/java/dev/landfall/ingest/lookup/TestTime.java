package dev.landfall.ingest.lookup;

import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when someone sleeps, or is told to. */
final class TestTime implements LookupTime {
  private static final long serialVersionUID = 1;
  private final AtomicLong millis;
  private final long begun;

  TestTime(long start) {
    millis = new AtomicLong(start);
    begun = start;
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public long nanos() {
    return (millis.get() - begun) * 1_000_000;
  }

  @Override
  public void sleep(long wait) {
    millis.addAndGet(Math.max(1, wait));
  }
}
