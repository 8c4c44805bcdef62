package dev.landfall.ingest.config;

import java.time.Duration;

/**
 * How alerts are told.
 *
 * @param maxAge a finding whose newest call is older on arrival goes into a digest
 * @param repeatInterval an alert that grows is told again after this long
 * @param groupInterval more alerts of one workload wait this long at a sink that joins them
 * @param burst alerts of one workload within {@code groupInterval} that are told one by one
 * @param digestWait a digest goes when nothing has joined it for this long
 * @param mostWaiting notices that wait for one sink one by one; more are told together
 * @param retryFirst the wait before the second try; it doubles
 * @param retryMost the longest wait between two tries
 * @param giveUp a notice that no try brought through for this long is given up
 * @param timeout how long a sink may take to answer
 */
public record AlertConfig(
    Duration maxAge,
    Duration repeatInterval,
    Duration groupInterval,
    int burst,
    Duration digestWait,
    int mostWaiting,
    Duration retryFirst,
    Duration retryMost,
    Duration giveUp,
    Duration timeout) {
  public static AlertConfig standard() {
    return new AlertConfig(
        Duration.ofHours(1),
        Duration.ofHours(4),
        Duration.ofMinutes(5),
        10,
        Duration.ofMinutes(1),
        5_000,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofHours(24),
        Duration.ofSeconds(10));
  }
}
