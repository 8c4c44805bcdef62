package dev.landfall.core.detect.episode;

import org.jspecify.annotations.Nullable;

/**
 * An episode at its worst, in words: what was measured, what it is held against, and why.
 *
 * @param cause the likeliest cause; null: the rule knows none
 */
public record Telling(String value, String limit, @Nullable String cause) {}
