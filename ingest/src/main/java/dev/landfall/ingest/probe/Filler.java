package dev.landfall.ingest.probe;

import java.util.SplittableRandom;

/**
 * Prompts that mean nothing: short words in a seeded order, then a plea for a long answer.
 *
 * <p>Units: about one token per word for the tokenisers of the day; the answer's token counts say
 * how many there were. A cached prompt is the same for every request of its target up to the mark;
 * an uncached one differs from its first word on, since some models cache a repeated beginning
 * unasked.
 */
final class Filler {
  private static final String[] WORDS = {
    "the", "sun", "sea", "sky", "red", "one", "two", "ten", "day", "way", "old", "new", "far",
        "big",
    "box", "car", "dog", "cat", "cup", "map", "key", "oak", "ice", "oil", "arm", "leg", "eye",
        "ear",
    "hat", "pen", "bag", "bed"
  };
  private static final String PLEA =
      "\nIgnore the words above. Count upwards from one, one number per line, and do not stop.";

  private Filler() {}

  /** What stands before the mark of the prompt cache: the same for the same seed. */
  static String common(long seed, int tokens) {
    return words(new SplittableRandom(seed), tokens);
  }

  /** What follows a cached beginning; {@code number} makes it the request's own. */
  static String tail(long seed, long number) {
    return words(new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L)), 8) + PLEA;
  }

  /** A whole prompt that shares no beginning with that of another number. */
  static String own(long seed, long number, int tokens) {
    return Long.toHexString(new SplittableRandom(seed + number).nextLong())
        + ' '
        + tail(seed, number).replace(PLEA, "")
        + ' '
        + words(new SplittableRandom(seed ^ number), Math.max(1, tokens - 40))
        + PLEA;
  }

  private static String words(SplittableRandom dice, int count) {
    StringBuilder text = new StringBuilder(count * 4);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[dice.nextInt(WORDS.length)]);
    }
    return text.toString();
  }
}
