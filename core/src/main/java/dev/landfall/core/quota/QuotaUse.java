package dev.landfall.core.quota;

import org.jspecify.annotations.Nullable;

/**
 * What one call did to its quota row.
 *
 * <p>Units: times are epoch milliseconds UTC, amounts are quota tokens. Missing: a null amount is
 * not known and is counted as such, never as zero.
 *
 * @param caller the workload; {@link #UNKNOWN_CALLER}: not known
 * @param startedAt never after {@code completedAt}
 * @param limitTokens the output limit it reserved for, or, where it was refused, is seen to have
 *     asked for: {@code max_tokens}, or the model's maximum where that was left unset
 * @param unset {@code limitTokens} is the model's maximum, for the body was read and has none
 * @param output tokens that count against a quota of their own
 */
public record QuotaUse(
    QuotaKey key,
    String caller,
    long startedAt,
    long completedAt,
    @Nullable Long settledTokens,
    @Nullable Long reservedTokens,
    @Nullable Long limitTokens,
    boolean unset,
    Output output,
    boolean throttled) {

  public static final String UNKNOWN_CALLER = "";

  /** Mantle counts output apart; where its records do not tell the tokens, they are not visible. */
  public record Output(boolean apart, @Nullable Long tokens) {
    public static final Output TOGETHER = new Output(false, null);
  }

  public QuotaUse {
    if (startedAt > completedAt) {
      throw new IllegalArgumentException(
          "a call starts before it ends, got %d and %d".formatted(startedAt, completedAt));
    }
  }

  /** By a caller who is not known, with nothing said of its limit. */
  public QuotaUse(
      QuotaKey key,
      long startedAt,
      long completedAt,
      @Nullable Long settledTokens,
      @Nullable Long reservedTokens,
      boolean throttled) {
    this(
        key,
        UNKNOWN_CALLER,
        startedAt,
        completedAt,
        settledTokens,
        reservedTokens,
        null,
        false,
        Output.TOGETHER,
        throttled);
  }
}
