package dev.landfall.ingest.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long calls and evidence packs are kept.
 *
 * @param calls days of calls that ended so long before the lake's settled time leave it with the
 *     next {@code lake compact}, and a replay leaves them out; never shorter than settle and
 *     remember together; null: all are kept
 * @param packs read, and not acted on while nothing writes packs; null: not stated
 */
public record RetentionConfig(@Nullable Duration calls, @Nullable Duration packs) {
  public static RetentionConfig standard() {
    return new RetentionConfig(null, null);
  }
}
