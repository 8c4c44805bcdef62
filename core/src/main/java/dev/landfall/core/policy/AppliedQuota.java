package dev.landfall.core.policy;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quota as applied to one account, not AWS's default.
 *
 * @param region source Region whose quota it is
 * @param model base model id
 * @param row on-demand, cross-region, global or mantle
 * @param tokensPerMinute of mantle its input tokens; null: not known
 * @param requestsPerMinute null: not known, or the model has none
 * @param tokensPerDay settled tokens of a UTC day; null: not known, or the model has none
 * @param outputTokensPerMinute of mantle alone, which counts output apart; null: not known
 */
public record AppliedQuota(
    String account,
    String region,
    String model,
    String row,
    @Nullable Long tokensPerMinute,
    @Nullable Long requestsPerMinute,
    @Nullable Long tokensPerDay,
    @Nullable Long outputTokensPerMinute)
    implements Serializable {

  public static final String MANTLE = "mantle";
  public static final List<String> ROWS = List.of("on-demand", "cross-region", "global", MANTLE);

  public AppliedQuota {
    if (!ROWS.contains(row)) {
      throw new IllegalArgumentException(
          "a quota's row is one of %s, got '%s'".formatted(ROWS, row));
    }
    positive("tokens_per_minute", tokensPerMinute);
    positive("requests_per_minute", requestsPerMinute);
    positive("tokens_per_day", tokensPerDay);
    positive("output_tokens_per_minute", outputTokensPerMinute);
    if (outputTokensPerMinute != null && !row.equals(MANTLE)) {
      throw new IllegalArgumentException(
          "output_tokens_per_minute is for the row %s, which alone counts output apart, got '%s'"
              .formatted(MANTLE, row));
    }
  }

  /** Tokens and requests per minute, as most rows have. */
  public AppliedQuota(
      String account,
      String region,
      String model,
      String row,
      @Nullable Long tokensPerMinute,
      @Nullable Long requestsPerMinute) {
    this(account, region, model, row, tokensPerMinute, requestsPerMinute, null, null);
  }

  /** Says nothing of any quota. */
  public boolean isEmpty() {
    return tokensPerMinute == null
        && requestsPerMinute == null
        && tokensPerDay == null
        && outputTokensPerMinute == null;
  }

  private static void positive(String key, @Nullable Long value) {
    if (value != null && value <= 0) {
      throw new IllegalArgumentException("%s wants a number above 0, got %d".formatted(key, value));
    }
  }
}
