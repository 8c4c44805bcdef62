package dev.landfall.core.detect.episode;

import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A rule for tests: figures are calls and how many of them are bad. It begins with the second
 * minute in a row of which more than half is bad, or where an hour's share of the last day is; it
 * ends with the third minute in a row without a bad one. Nine in ten is graver.
 */
final class Above implements EpisodeRule {
  static final DetectorSpec SPEC =
      new DetectorSpec("above", 1, "t", Severity.WARNING, "why", "blind", "triage");

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public int lookBack() {
    return 4;
  }

  @Override
  public int silentMinutes() {
    return 6;
  }

  @Override
  public int hoursBack() {
    return 24;
  }

  @Override
  public long measured(long[] minute) {
    return minute[0];
  }

  @Override
  public @Nullable Reading begins(Recent recent) {
    long hour = HourSums.hourOf(recent.minuteAt());
    long[] day = recent.hours(hour - 24 * HourSums.HOUR, hour);
    boolean usual = day != null && day[1] * 2 > day[0];
    boolean row = recent.sinceChange() >= 2 && recent.row(m -> m[1] * 2 > m[0]) >= 2 && !usual;
    Reading reading = row ? over(recent) : null;
    return reading == null ? null : reading.since(1);
  }

  @Override
  public @Nullable Reading over(Recent recent) {
    long share = recent.now(1) * 10 / recent.now(0);
    return share < 5
        ? null
        : Reading.of(share >= 9 ? Severity.ERROR : Severity.WARNING, share, recent.now(1))
            .because("share " + share);
  }

  @Override
  public boolean ends(Recent recent) {
    return recent.row(m -> m[1] == 0) >= 3;
  }

  @Override
  public Telling tell(Episode episode) {
    return new Telling(episode.figures()[0] + " bad", "half", episode.cause());
  }
}
