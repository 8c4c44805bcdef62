package dev.landfall.core.detect.episode;

import dev.landfall.core.detect.DetectorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A rule whose findings begin and end, asked minute by minute in the order of event time.
 *
 * <p>Shape: pure. A minute is an array of sums, in an order the rule fixes; a minute in which
 * nothing is measured is silent: the rule is not asked about it, and it only counts towards {@link
 * #silentMinutes}. What a rule may look at is what {@link Recent} shows, for that is all that is
 * kept when older minutes are forgotten.
 */
public interface EpisodeRule {
  DetectorSpec spec();

  /** Minutes that the rule looks at, the one it is asked about included; silent ones count. */
  int lookBack();

  /** So many silent minutes in a row end an episode: nobody can say then that it goes on. */
  int silentMinutes();

  /** Hours before a minute of which sums are kept for {@link Recent#hours}; 0: none are. */
  default int hoursBack() {
    return 0;
  }

  /** Calls that were measured in the minute; 0: it is silent. */
  long measured(long[] minute);

  /** An episode begins with this minute; null: none does. Asked while none is open. */
  @Nullable Reading begins(Recent recent);

  /** The minute is over the limit; null: it is not. Asked while an episode is open. */
  @Nullable Reading over(Recent recent);

  /** The open episode ends with this minute. Asked after {@link #over}. */
  boolean ends(Recent recent);

  /** The worst of an episode in words. */
  Telling tell(Episode episode);

  /**
   * What the words on an episode are made of is still known; false: a part has been forgotten, and
   * what was said of it stands. For a rule whose words come from more than the episode.
   */
  default boolean remembers(Episode episode) {
    return true;
  }
}
