package dev.landfall.core.detect.episode;

import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a rule sees of a minute: it, the minutes before it, sums of hours, the open episode. */
public final class Recent {
  private final Walk walk;
  private final HourSums hours;

  Recent(Walk walk, HourSums hours) {
    this.walk = walk;
    this.hours = hours;
  }

  /** Start of the minute that is asked about, epoch milliseconds UTC. */
  public long minuteAt() {
    return walk.at();
  }

  /** A figure of the minute that is asked about. */
  public long now(int figure) {
    return figure(Objects.requireNonNull(walk.ring().peekLast()), figure);
  }

  /** A figure summed over so many minutes, the one that is asked about included. */
  public long sum(int figure, int minutes) {
    long sum = 0;
    Iterator<long[]> back = walk.ring().descendingIterator();
    for (int n = 0; n < minutes && back.hasNext(); n++) {
      sum += figure(back.next(), figure);
    }
    return sum;
  }

  /** A condition on one minute's figures; a silent minute has none of them. */
  @FunctionalInterface
  public interface Condition {
    boolean holds(long[] minute);
  }

  /** How many minutes in a row, back from the one that is asked about, meet a condition. */
  public int row(Condition condition) {
    int n = 0;
    Iterator<long[]> back = walk.ring().descendingIterator();
    while (back.hasNext()) {
      long[] minute = back.next();
      if (minute.length == 0 || !condition.holds(minute)) {
        return n;
      }
      n++;
    }
    return n;
  }

  /** Minutes since an episode last began or ended; without either, since the first minute. */
  public long sinceChange() {
    return walk.sinceChange();
  }

  /** The open episode; null: none is. */
  public @Nullable Episode open() {
    return walk.open();
  }

  /** Whole hours from the first time to the second, summed; null: nothing is known of them. */
  public long @Nullable [] hours(long fromMillis, long toMillis) {
    return hours.sum(fromMillis, toMillis);
  }

  /** Start of the first hour from a time on of which anything is known; null: there is none. */
  public @Nullable Long firstHour(long fromMillis) {
    return hours.first(fromMillis);
  }

  private static long figure(long[] minute, int figure) {
    return minute.length == 0 ? 0 : minute[figure];
  }
}
