package dev.landfall.core.alert;

import org.jspecify.annotations.Nullable;

/**
 * The receipt of one try to tell one sink of one notice.
 *
 * @param number rises with every attempt at any sink
 * @param tries which try of this notice it was, from 1
 * @param outcome accepted, retry, rejected (its request may not be repeated) or dead (given up)
 * @param tookMillis from the request to its answer
 */
public record Attempt(
    long number,
    String sink,
    Notice notice,
    int tries,
    String outcome,
    int status,
    @Nullable String reason,
    long sentAt,
    long tookMillis) {}
