package dev.landfall.core.detect.quota;

import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.Reading;
import dev.landfall.core.detect.episode.Recent;
import dev.landfall.core.detect.episode.Telling;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.quota.DaySum;
import dev.landfall.core.quota.QuotaMinute;
import dev.landfall.core.quota.ThrottleVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Too large a share of a row's calls refused for a quota.
 *
 * <p>It begins with the minute up to which, over five minutes, more than the share of at least
 * {@value #LEAST} attempts was throttled, and ends with the fifth minute after each other up to
 * which at most half that share was; minutes without any call are such minutes. What no row is
 * known for (an unresolved profile, say) is in no row's attempts.
 */
public final class ThrottleRatio implements EpisodeRule {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "throttle-ratio",
          1,
          "Too many calls throttled",
          Severity.ERROR,
          "Users wait or fail, and retries make it worse.",
          "Throttled calls are in CloudTrail alone and come minutes late; a client that gives up"
              + " before it calls is not seen; the quota that refused is inferred, for AWS does not"
              + " name it.",
          "Read which quota most likely refused and who held it then; lower max_tokens, spread the"
              + " calls or ask for that quota.");

  static final int MINUTES = 5;
  static final int LEAST = 50;
  private static final int RELEASE_MINUTES = 5;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final long WHOLE = 10_000;

  /** Places of a minute's figures. */
  private static final int ATTEMPTS = 0;

  private static final int THROTTLED = 1;

  private final Terms terms;

  public ThrottleRatio(Terms terms) {
    this.terms = terms;
  }

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  public Ground identity() {
    return terms.identity(SPEC, "Too many calls on the " + terms.row() + " are throttled");
  }

  static long[] figures(QuotaMinute minute) {
    return new long[] {minute.requests(), minute.throttled()};
  }

  @Override
  public int lookBack() {
    return MINUTES + RELEASE_MINUTES;
  }

  /** The five minutes must have passed out of sight before five can be without a throttle. */
  @Override
  public int silentMinutes() {
    return MINUTES + RELEASE_MINUTES;
  }

  @Override
  public long measured(long[] minute) {
    return minute[ATTEMPTS];
  }

  @Override
  public @Nullable Reading begins(Recent recent) {
    Reading reading = over(recent);
    boolean enough = recent.sum(ATTEMPTS, MINUTES) >= LEAST;
    return reading == null || !enough ? null : reading.since(back(recent));
  }

  /** Minutes since the first throttle among the five, no further than the last episode's end. */
  private static int back(Recent recent) {
    int most = (int) Math.min(MINUTES, recent.sinceChange());
    for (int n = most; n > 1; n--) {
      if (recent.sum(THROTTLED, n) > recent.sum(THROTTLED, n - 1)) {
        return n - 1;
      }
    }
    return 0;
  }

  @Override
  public @Nullable Reading over(Recent recent) {
    long attempts = recent.sum(ATTEMPTS, MINUTES);
    long throttled = recent.sum(THROTTLED, MINUTES);
    double limit = limit(recent.minuteAt());
    return throttled <= limit * attempts
        ? null
        : Reading.of(SPEC.severity(), throttled * WHOLE / attempts, attempts, throttled);
  }

  @Override
  public boolean ends(Recent recent) {
    double limit = limit(recent.minuteAt()) / 2;
    for (int back = 0; back < RELEASE_MINUTES; back++) {
      long attempts = recent.sum(ATTEMPTS, MINUTES + back) - recent.sum(ATTEMPTS, back);
      long throttled = recent.sum(THROTTLED, MINUTES + back) - recent.sum(THROTTLED, back);
      if (throttled > limit * attempts) {
        return false;
      }
    }
    return true;
  }

  private double limit(long at) {
    return terms.thresholds(at).throttleRatio();
  }

  @Override
  public boolean remembers(Episode episode) {
    // the second before the first refusal is looked at too, and of both their days so far
    long first = episode.from() - SECOND;
    AppliedQuota applied = terms.applied(episode.from());
    boolean ofDay = applied != null && applied.tokensPerDay() != null;
    return terms.ledger().remembers(ofDay ? DaySum.dayOf(first) : episode.from() - MINUTE);
  }

  @Override
  public Telling tell(Episode episode) {
    long attempts = episode.figures()[0];
    long throttled = episode.figures()[1];
    String value =
        String.format(
            Locale.ENGLISH,
            "%,d of %,d attempts throttled in 5 minutes (%.1f %%)",
            throttled,
            attempts,
            episode.measure() * 100.0 / WHOLE);
    String limit =
        String.format(
            Locale.ENGLISH, "%.1f %% of at least %d", limit(episode.worstAt()) * 100, LEAST);
    return new Telling(value, limit, cause(episode));
  }

  private @Nullable String cause(Episode episode) {
    if (!remembers(episode)) {
      return null;
    }
    List<Long> minutes = new ArrayList<>();
    for (long minute = episode.from(); minute <= episode.lastOver(); minute += MINUTE) {
      minutes.add(minute);
    }
    ThrottleVerdict verdict = verdict(minutes);
    return verdict == null
        ? "The throttled calls' times are not known, so the cause is not visible."
        : verdict.words() + " Held then by " + ThrottleVerdict.callers(verdict.shares()) + '.';
  }

  /** Which quota most likely refused the calls of these minutes; null: none has its second. */
  @Nullable ThrottleVerdict verdict(List<Long> minutes) {
    long first = minutes.get(0);
    return ThrottleVerdict.of(terms.ledger(), minutes, terms.applied(first), terms.window(first));
  }
}
