package dev.landfall.core.quota;

import org.jspecify.annotations.Nullable;

/**
 * What one call did to its quota row.
 *
 * <p>Units: times are epoch milliseconds UTC, amounts are quota tokens. Missing: a null amount is
 * not known and is counted as such, never as zero.
 *
 * @param startedAt never after {@code completedAt}
 */
public record QuotaUse(
    QuotaKey key,
    long startedAt,
    long completedAt,
    @Nullable Long settledTokens,
    @Nullable Long reservedTokens,
    boolean throttled) {

  public QuotaUse {
    if (startedAt > completedAt) {
      throw new IllegalArgumentException(
          "a call starts before it ends, got %d and %d".formatted(startedAt, completedAt));
    }
  }
}
