package dev.landfall.core.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.model.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost, in nano-dollars per token, rounded up, so that sums are exact and never low.
 *
 * <p>One US dollar per million tokens is 1,000 nano-dollars per token. Source of the cache's
 * factors: AWS's agent toolkit for Bedrock (Aug 2026): a cache write costs a quarter more than
 * input, a cache read a tenth of it; the catalogue has no rows of its own for them.
 */
public record TokenPrices(long input, long output, long cacheRead, long cacheWrite) {
  private static final double WRITE_FACTOR = 1.25;
  private static final double READ_FACTOR = 0.1;

  /**
   * From dollars per million tokens.
   *
   * @param cacheRead null: a tenth of input
   * @param cacheWrite null: a quarter more than input
   */
  public static TokenPrices usdPerMillion(
      double input, double output, @Nullable Double cacheRead, @Nullable Double cacheWrite) {
    return new TokenPrices(
        nanos(input),
        nanos(output),
        nanos(cacheRead == null ? input * READ_FACTOR : cacheRead),
        nanos(cacheWrite == null ? input * WRITE_FACTOR : cacheWrite));
  }

  /** The prices in force for a model called at a Region; null: the catalogue has none. */
  public static @Nullable TokenPrices of(
      Catalogue catalogue, ModelRef asSent, String sourceRegion, long atMillis) {
    ModelRef ref = resolved(catalogue, asSent, atMillis);
    String routing =
        switch (ref.kind()) {
          case FOUNDATION -> "in-region";
          case GEOGRAPHIC_PROFILE -> "geographic";
          case GLOBAL_PROFILE, FOUNDATION_ANYWHERE -> "global";
          case APPLICATION_PROFILE, PROVISIONED, PROMPT, PROMPT_ROUTER, CUSTOM, UNRECOGNISED -> "";
        };
    String model = ref.model();
    if (model == null || routing.isEmpty()) {
      return null;
    }
    Double input = catalogue.price(model, sourceRegion, routing, "input", atMillis);
    Double output = catalogue.price(model, sourceRegion, routing, "output", atMillis);
    return input == null || output == null ? null : usdPerMillion(input, output, null, null);
  }

  /** What an application profile stands for, where the catalogue knows it; else the id itself. */
  public static ModelRef resolved(Catalogue catalogue, ModelRef asSent, long atMillis) {
    if (asSent.kind() != ModelRef.Kind.APPLICATION_PROFILE) {
      return asSent;
    }
    String stands = catalogue.applicationProfile(asSent.raw(), atMillis);
    return stands == null ? asSent : ModelRef.parse(stands);
  }

  /** The most that a request with so many tokens can cost. */
  public long worst(long inputTokens, long outputTokens) {
    return inputTokens * Math.max(input, cacheWrite) + outputTokens * output;
  }

  /** What a request cost whose tokens are known. */
  public long cost(long in, long out, long read, long written) {
    return in * input + out * output + read * cacheRead + written * cacheWrite;
  }

  private static long nanos(double usdPerMillion) {
    // A hair less before rounding up, or 3.3 would become 3,301 for want of binary digits.
    return (long) Math.ceil(usdPerMillion * 1000 - 1e-6);
  }
}
