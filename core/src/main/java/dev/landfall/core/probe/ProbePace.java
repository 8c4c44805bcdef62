package dev.landfall.core.probe;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps due times below a share of a quota by moving them later, before the run begins.
 *
 * <p>In no 60 seconds do more requests or more reserved tokens fall due than the limit of their
 * quota row. The order of requests stays. Errors: a single request above the token limit can never
 * be due; it is refused with its figures.
 */
public final class ProbePace {
  private static final long MINUTE = 60_000_000_000L;

  /**
   * What one quota row allows the probe in any 60 seconds.
   *
   * @param requests null: no limit of requests is known to exist
   * @param tokens null: no limit of tokens is known to exist
   * @param known false: the applied quota is not known and a fixed careful pace stands in
   */
  public record Limit(@Nullable Long requests, @Nullable Long tokens, boolean known) {}

  /** One request to be placed. {@code tokens}: what its quota would reserve. */
  public record Wish(long nanos, String quota, long tokens) {}

  private record Taken(long nanos, long tokens) {}

  private ProbePace() {}

  /** Due times for the wishes, in their order; none before its wish nor before the one ahead. */
  public static long[] place(List<Wish> wishes, Map<String, Limit> limits) {
    Map<String, ArrayDeque<Taken>> taken = new HashMap<>();
    Map<String, Long> tokensIn = new HashMap<>();
    long[] placed = new long[wishes.size()];
    long behind = 0;
    for (int i = 0; i < placed.length; i++) {
      Wish wish = wishes.get(i);
      Limit limit = limits.get(wish.quota());
      if (limit == null) {
        throw new IllegalArgumentException("no limit for quota " + wish.quota());
      }
      refuseAbove(limit, wish);
      ArrayDeque<Taken> window = taken.computeIfAbsent(wish.quota(), q -> new ArrayDeque<>());
      long at = Math.max(behind, wish.nanos());
      long sum = tokensIn.getOrDefault(wish.quota(), 0L);
      for (Taken oldest = window.peek(); oldest != null; oldest = window.peek()) {
        boolean left = oldest.nanos() + MINUTE <= at;
        if (!left && fits(limit, window.size(), sum, wish.tokens())) {
          break;
        }
        at = left ? at : oldest.nanos() + MINUTE;
        sum -= oldest.tokens();
        window.remove();
      }
      window.add(new Taken(at, wish.tokens()));
      tokensIn.put(wish.quota(), sum + wish.tokens());
      placed[i] = at;
      behind = at;
    }
    return placed;
  }

  private static boolean fits(Limit limit, int requests, long sum, long tokens) {
    Long most = limit.requests();
    Long mostTokens = limit.tokens();
    return (most == null || requests < most) && (mostTokens == null || sum + tokens <= mostTokens);
  }

  private static void refuseAbove(Limit limit, Wish wish) {
    Long requests = limit.requests();
    if (requests != null && requests < 1) {
      throw new TooLarge(
          "the pace allows less than one request a minute of the quota " + wish.quota());
    }
    Long tokens = limit.tokens();
    if (tokens != null && wish.tokens() > tokens) {
      throw new TooLarge(
          "one request reserves %,d tokens, and the pace allows %,d a minute of the quota %s"
              .formatted(wish.tokens(), tokens, wish.quota()));
    }
  }

  /** One request alone is above the pace; the message names the figures, not the place. */
  public static final class TooLarge extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }
}
