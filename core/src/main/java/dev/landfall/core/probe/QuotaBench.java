package dev.landfall.core.probe;

import java.util.List;

/** A quota that can be tried: time, and volleys of requests against it. */
public interface QuotaBench {

  /** What stands at the beginning of a shot's prompt. */
  enum Prefix {
    NONE,
    /** Text never sent before. */
    FRESH,
    /** Text that is the same each time and marked for the prompt cache. */
    CACHED
  }

  /**
   * One request.
   *
   * @param prefixTokens approximate; 0 with {@link Prefix#NONE}
   * @param maxTokens what it asks to be reserved for the answer, which is short all the same
   */
  record Shot(Prefix prefix, long prefixTokens, long maxTokens) {}

  /**
   * What came of shots fired together.
   *
   * @param failed neither answered nor refused for the quota
   * @param settledTokens what the answers burned of the quota by their stated tokens
   */
  record Volley(
      int answered,
      int throttled,
      int failed,
      long settledTokens,
      long cacheReadTokens,
      long cacheWriteTokens) {
    public boolean refused() {
      return throttled > 0;
    }
  }

  /** Epoch milliseconds. */
  long now();

  void waitUntil(long epochMillis) throws InterruptedException;

  /** Fires all at once and waits for all. Errors: what ends the test, a cap above all. */
  Volley fire(List<Shot> shots) throws Exception;
}
