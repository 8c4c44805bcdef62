package dev.landfall.ingest.generate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What to make.
 *
 * <p>Shape: the same options give the same bytes. Units: {@code bodyBytes} is the aimed size of one
 * uncompressed invocation-log record; {@code noise} the share of CloudTrail records, 0 to 0.95,
 * that are not Bedrock's.
 *
 * @param out folder that receives {@code logs}, {@code policy.yaml}, {@code landfall.yaml}, {@code
 *     truth.json}
 * @param damage plant broken lines and truncated objects
 * @param canary text planted in prompts, completions, error messages, metadata and broken lines
 * @param workers threads that compress; 0 compresses on the caller's thread
 * @param scenes plant a slow Region, a drift of the Region mix and a client's fallback; takes three
 *     hours of span
 * @param episodes throttle episodes to plant of each kind
 * @param clockMinute the quotas of these episodes run by the clock's minute, not the last 60 s
 */
public record GeneratorOptions(
    Path out,
    long calls,
    long seed,
    Instant start,
    Duration span,
    int bodyBytes,
    double noise,
    boolean damage,
    String canary,
    int workers,
    boolean scenes,
    int episodes,
    boolean clockMinute) {

  public static final Instant USUAL_START = Instant.parse("2026-11-02T00:00:00Z");
  public static final int USUAL_BODY_BYTES = 2_500;
  public static final double USUAL_NOISE = 0.10;
  public static final String USUAL_CANARY = "CANARY-3f9c71";

  /**
   * The generator's truth knows the burndown rates and routes in force from here on; earlier calls
   * would be judged by the facts of their own day.
   */
  public static final Instant EARLIEST_START = Instant.parse("2026-10-01T00:00:00Z");

  public GeneratorOptions {
    if (start.isBefore(EARLIEST_START)) {
      throw new IllegalArgumentException(
          ("start wants %s or later, got %s: the truth beside the logs holds the quota rules of"
                  + " that time")
              .formatted(EARLIEST_START, start));
    }
    if (calls < 1) {
      throw new IllegalArgumentException("calls wants 1 or more, got " + calls);
    }
    if (span.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("span wants a minute or more, got " + span);
    }
    if (bodyBytes < 1_000 || bodyBytes > 90_000) {
      throw new IllegalArgumentException("bodyBytes wants 1000 to 90000, got " + bodyBytes);
    }
    if (!(noise >= 0 && noise <= 0.95)) {
      throw new IllegalArgumentException("noise wants a share from 0 to 0.95, got " + noise);
    }
    if (!canary.matches("[A-Za-z0-9-]{6,60}")) {
      throw new IllegalArgumentException(
          "canary wants 6 to 60 letters, digits or dashes, got '" + canary + "'");
    }
    if (workers < 0 || workers > 64) {
      throw new IllegalArgumentException("workers wants 0 to 64, got " + workers);
    }
    if (scenes && span.compareTo(Duration.ofHours(3)) < 0) {
      throw new IllegalArgumentException(
          "span wants 3h or more for scenes to fit in, got %s".formatted(span));
    }
    if (episodes < 0 || episodes > 0 && span.toMillis() / episodes < Episode.SLOT_MS) {
      throw new IllegalArgumentException(
          "each throttle episode wants 20 minutes of the span, so %s has room for %d of each kind, not %d"
              .formatted(span, span.toMillis() / Episode.SLOT_MS, episodes));
    }
  }

  /** The usual traffic: 2.5 KB bodies, a tenth noise, some damage, over a span that suits. */
  public static GeneratorOptions of(Path out, long calls, long seed) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        USUAL_START,
        usualSpan(calls),
        USUAL_BODY_BYTES,
        USUAL_NOISE,
        true,
        USUAL_CANARY,
        Runtime.getRuntime().availableProcessors(),
        false,
        0,
        false);
  }

  /** Six hours up to 50,000 calls, then in proportion, a day at most. */
  public static Duration usualSpan(long calls) {
    long seconds = Math.max(21_600, Math.min(86_400, calls * 21_600 / 50_000));
    return Duration.ofSeconds(seconds);
  }

  public GeneratorOptions withStart(Instant value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        value,
        span,
        bodyBytes,
        noise,
        damage,
        canary,
        workers,
        scenes,
        episodes,
        clockMinute);
  }

  public GeneratorOptions withSpan(Duration value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        value,
        bodyBytes,
        noise,
        damage,
        canary,
        workers,
        scenes,
        episodes,
        clockMinute);
  }

  public GeneratorOptions withBodyBytes(int value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        span,
        value,
        noise,
        damage,
        canary,
        workers,
        scenes,
        episodes,
        clockMinute);
  }

  public GeneratorOptions withNoise(double value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        span,
        bodyBytes,
        value,
        damage,
        canary,
        workers,
        scenes,
        episodes,
        clockMinute);
  }

  public GeneratorOptions withDamage(boolean value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        span,
        bodyBytes,
        noise,
        value,
        canary,
        workers,
        scenes,
        episodes,
        clockMinute);
  }

  public GeneratorOptions withCanary(String value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        span,
        bodyBytes,
        noise,
        damage,
        value,
        workers,
        scenes,
        episodes,
        clockMinute);
  }

  public GeneratorOptions withWorkers(int value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        span,
        bodyBytes,
        noise,
        damage,
        canary,
        value,
        scenes,
        episodes,
        clockMinute);
  }

  /** Plants so many throttle episodes of each kind, on quota rows of their own. */
  public GeneratorOptions withEpisodes(int value, boolean byTheClock) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        span,
        bodyBytes,
        noise,
        damage,
        canary,
        workers,
        scenes,
        value,
        byTheClock);
  }

  public GeneratorOptions withScenes(boolean value) {
    return new GeneratorOptions(
        out,
        calls,
        seed,
        start,
        span,
        bodyBytes,
        noise,
        damage,
        canary,
        workers,
        value,
        episodes,
        clockMinute);
  }
}
