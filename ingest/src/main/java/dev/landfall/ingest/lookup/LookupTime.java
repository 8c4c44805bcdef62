package dev.landfall.ingest.lookup;

import java.io.Serializable;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** The clocks that looking up goes by, and waiting on them; it travels with the job. */
public interface LookupTime extends Serializable {
  /** Epoch milliseconds UTC, for event times. */
  long millis();

  /** Counts up steadily, for pace. */
  long nanos();

  void sleep(long millis) throws InterruptedException;

  /**
   * Event times by that clock, which must be serializable; pace by the machine's own. A clock that
   * tells its own pace is taken as it is.
   */
  static LookupTime of(Clock clock) {
    return clock instanceof LookupTime time ? time : new ClockTime(clock);
  }

  /** Time as it passes. */
  record ClockTime(Clock clock) implements LookupTime {
    private static final long serialVersionUID = 1;

    @Override
    public long millis() {
      return clock.millis();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(long millis) throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(millis);
    }
  }
}
