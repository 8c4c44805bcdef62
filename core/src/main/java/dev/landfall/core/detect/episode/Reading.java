package dev.landfall.core.detect.episode;

import dev.landfall.core.detect.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a rule measures in a minute that is over its limit.
 *
 * @param measure how bad it is; the greatest of the gravest severity is an episode's worst
 * @param figures what the rule's words are made of, in an order of its own
 * @param cause the likeliest cause, where the rule knows one; null: it does not
 * @param minutesBack how many minutes before this one it was so already; counts when it begins
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reading(
    Severity severity, long measure, long[] figures, @Nullable String cause, int minutesBack) {

  public static Reading of(Severity severity, long measure, long... figures) {
    return new Reading(severity, measure, figures, null, 0);
  }

  public Reading since(int minutes) {
    return new Reading(severity, measure, figures, cause, minutes);
  }

  public Reading because(@Nullable String why) {
    return new Reading(severity, measure, figures, why, minutesBack);
  }
}
