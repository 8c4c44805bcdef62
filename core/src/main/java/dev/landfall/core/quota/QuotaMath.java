package dev.landfall.core.quota;

import org.jspecify.annotations.Nullable;

/**
 * What one call takes from a token quota: first a reservation, then the settled burn.
 *
 * <p>Source: Bedrock user guide, "quotas-token-burndown". Its worked numbers: input 3,000, cache
 * write 1,000, cache read 4,000, max_tokens 32,000 reserve 36,000; with 1,000 output at 5x 9,000
 * are settled. With max_tokens 1,250 only 5,250 are reserved, and still 9,000 settled: the
 * reservation is not multiplied, so a call may settle more than it reserved.
 *
 * <p>Missing: an amount that cannot be computed is null, and so is one of a count above {@link
 * #MOST_TOKENS}. A cache count that is not said counts as none, because the log leaves it out where
 * there was no caching.
 */
public final class QuotaMath {
  /**
   * A count of tokens above this cannot be one call's: it is more than the largest default quota,
   * mantle's 20 million tokens a minute, lets through in a month. Up to it the burn of a million
   * calls fits 64 bits.
   */
  public static final long MOST_TOKENS = 1_000_000_000_000L;

  private final boolean cacheReadsReserved;

  /** Whether a count of tokens can be one. */
  public static boolean credible(long tokens) {
    return tokens <= MOST_TOKENS;
  }

  /**
   * @param cacheReadsReserved AWS contradicts itself: the user guide's numbers leave cache reads
   *     out of the reservation, its agent toolkit says they are in until settled
   */
  public QuotaMath(boolean cacheReadsReserved) {
    this.cacheReadsReserved = cacheReadsReserved;
  }

  /** As the user guide has it. */
  public static QuotaMath userGuide() {
    return new QuotaMath(false);
  }

  /** Whether {@code max_tokens} was stated, left unset, or could not be seen. */
  public enum Basis {
    STATED,
    /** The body was read and does not hold it: the model's maximum is reserved. */
    UNSET,
    UNSEEN
  }

  /** Input, cache writes and {@code max_tokens}; not multiplied. Null: not known. */
  public @Nullable Long reserve(
      @Nullable Long input,
      @Nullable Long cacheWrite,
      @Nullable Long cacheRead,
      Basis basis,
      @Nullable Long maxTokens,
      @Nullable Long modelMaximum) {
    Long limit =
        switch (basis) {
          case STATED -> maxTokens;
          case UNSET -> modelMaximum;
          case UNSEEN -> null;
        };
    if (input == null || limit == null || !all(input, cacheWrite, cacheRead, limit)) {
      return null;
    }
    return input + zero(cacheWrite) + (cacheReadsReserved ? zero(cacheRead) : 0) + limit;
  }

  /** Input, cache writes and output times the burndown; cache reads are free. Null: not known. */
  public @Nullable Long settle(
      @Nullable Long input,
      @Nullable Long cacheWrite,
      @Nullable Long output,
      @Nullable Long burndown) {
    if (input == null || output == null || !all(input, cacheWrite, null, output)) {
      return null;
    }
    if (burndown == null) {
      // Without output the multiplier does not matter.
      return output == 0 ? input + zero(cacheWrite) : null;
    }
    return input + zero(cacheWrite) + output * burndown;
  }

  private static boolean all(
      long input, @Nullable Long cacheWrite, @Nullable Long cacheRead, long output) {
    return credible(input)
        && credible(output)
        && credible(zero(cacheWrite))
        && credible(zero(cacheRead));
  }

  private static long zero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
