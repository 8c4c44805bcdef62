package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbeTarget.Cache;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request's text.
 *
 * @param cached the beginning that is marked for the prompt cache; null: nothing is marked
 * @param rest the text after it, or the whole
 */
record Prompt(@Nullable String cached, String rest) {
  /** Tokens that a request's frame (roles, marks, instructions of the model's maker) may add. */
  private static final long FRAME = 200;

  static Prompt of(PlannedTarget target, long seed, long number) {
    if (target.cache() == Cache.CACHED) {
      long own = seed ^ target.name().hashCode();
      return new Prompt(Filler.common(own, target.promptTokens()), Filler.tail(own, number));
    }
    return new Prompt(null, Filler.own(seed, number, target.promptTokens()));
  }

  /** More tokens than any tokeniser can make of it: no token is shorter than a byte. */
  long mostTokens() {
    long bytes = rest.getBytes(StandardCharsets.UTF_8).length;
    return bytes + FRAME + (cached == null ? 0 : cached.getBytes(StandardCharsets.UTF_8).length);
  }

  /** Never shown: a prompt is made up, but what is printed is then read as one that was not. */
  @Override
  public String toString() {
    return "prompt of at most " + mostTokens() + " tokens";
  }
}
