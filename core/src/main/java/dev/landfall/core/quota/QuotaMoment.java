package dev.landfall.core.quota;

import org.jspecify.annotations.Nullable;

/**
 * How a quota row stood in one second.
 *
 * <p>Units: {@code at} is the second's start, epoch milliseconds UTC; amounts are quota tokens and
 * counts of calls. Rolling is over (t-60 s, t], clock since the minute began. Refused calls are not
 * among the admitted and hold nothing: AWS does not say so, it is the plain reading.
 *
 * @param settledDay settled since the UTC day began
 * @param refused calls refused in this second
 * @param asked what one of them asked to reserve, on average: its limit where a record shows it and
 *     the input that calls of this row usually bring; null: neither is known
 * @param unknown calls of this minute and the one before whose tokens or reservation nobody states
 * @param begun calls begun in this minute and the one before
 */
public record QuotaMoment(
    long at,
    long settledRolling,
    long settledClock,
    long inFlight,
    long admittedRolling,
    long admittedClock,
    long settledDay,
    long refused,
    @Nullable Long asked,
    long unknown,
    long begun) {}
