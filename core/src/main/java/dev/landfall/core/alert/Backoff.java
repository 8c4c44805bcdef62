package dev.landfall.core.alert;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long to wait before the next try: doubling, up to a most, a fifth more or less.
 *
 * <p>The jitter follows from the key, so that a test and a restart see the same times while many
 * keys spread.
 *
 * @param giveUp after this long without success a notice is given up
 */
public record Backoff(Duration first, Duration most, Duration giveUp) implements Serializable {
  public static Backoff standard() {
    return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(24));
  }

  long millis(int tries, String key) {
    int doublings = Math.min(Math.max(0, tries - 1), 30);
    long base = Math.min(most.toMillis(), first.toMillis() << doublings);
    int hash = (key + tries).hashCode() * 0x9E3779B9;
    double jitter = 0.8 + 0.4 * ((hash >>> 8) / (double) (1 << 24));
    return Math.max(1, Math.round(base * jitter));
  }
}
