package dev.landfall.core.alert;

import java.io.Serializable;
import java.time.Duration;

/**
 * How alerts are told, as the configuration says.
 *
 * @param maxAge a finding whose newest call is older than this on arrival goes into a digest
 * @param repeatInterval an alert that grows is told again after this long
 * @param groupInterval more alerts of a group that a sink has been told of wait this long, and a
 *     group's burst is counted over this long
 * @param burst alerts of one group within {@code groupInterval} that are told one by one; the
 *     others go into one digest
 * @param digestWait a digest is sent when nothing has joined it for this long, ten times this long
 *     after its first at the latest
 * @param mostWaiting notices that wait for one sink one by one; what comes when so many wait is
 *     told together
 */
public record AlertTerms(
    Duration maxAge,
    Duration repeatInterval,
    Duration groupInterval,
    int burst,
    Duration digestWait,
    int mostWaiting)
    implements Serializable {
  public static AlertTerms standard() {
    return new AlertTerms(
        Duration.ofHours(1),
        Duration.ofHours(4),
        Duration.ofMinutes(5),
        10,
        Duration.ofMinutes(1),
        5_000);
  }
}
