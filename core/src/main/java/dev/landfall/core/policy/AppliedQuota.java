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
 * @param tokensPerMinute null: not known
 * @param requestsPerMinute null: not known, or the model has none
 */
public record AppliedQuota(
    String account,
    String region,
    String model,
    String row,
    @Nullable Long tokensPerMinute,
    @Nullable Long requestsPerMinute)
    implements Serializable {

  public static final List<String> ROWS = List.of("on-demand", "cross-region", "global", "mantle");

  public AppliedQuota {
    if (!ROWS.contains(row)) {
      throw new IllegalArgumentException(
          "a quota's row is one of %s, got '%s'".formatted(ROWS, row));
    }
    positive("tokens_per_minute", tokensPerMinute);
    positive("requests_per_minute", requestsPerMinute);
  }

  private static void positive(String key, @Nullable Long value) {
    if (value != null && value <= 0) {
      throw new IllegalArgumentException("%s wants a number above 0, got %d".formatted(key, value));
    }
  }
}
