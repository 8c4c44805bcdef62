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
import dev.landfall.core.quota.Exhaustion;
import dev.landfall.core.quota.QuotaMinute;
import dev.landfall.core.quota.ThrottleVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Use of a quota row near its applied quota: 70, 85 and 95 % are severities of one finding.
 *
 * <p>It begins with the minute in which the fullest of the row's quotas (tokens per minute over the
 * rolling 60 s, requests per minute, tokens per day, mantle's output) reaches the first threshold,
 * and ends with the fifth minute after each other that stays more than {@value #RELEASE_POINTS}
 * points below it; minutes without any call are such minutes. Where no quota is applied nothing is
 * measured.
 */
public final class QuotaPressure implements EpisodeRule {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "quota-pressure",
          1,
          "Quota nearly used up",
          Severity.WARNING,
          "The next calls are refused, whoever makes them: one workload's rush throttles all that"
              + " share the row.",
          "What is in flight is known only when calls have ended; calls without tokens in any log"
              + " and quotas that nobody configured are not counted.",
          "See who holds the row, lower their max_tokens or spread their calls, and ask AWS for more"
              + " where that is not enough.");

  /** Points below the first threshold under which use must stay for it to end. */
  static final int RELEASE_POINTS = 10;

  static final int RELEASE_MINUTES = 5;

  private static final long WHOLE = 10_000;

  /** So many times a quota and more are told alike: what is left of a number nobody can mean. */
  private static final long MOST_TIMES = 1_000_000;

  /** Places of a minute's figures. */
  private static final int CALLS = 0;

  private static final int FULL = 1;
  private static final int LEVEL = 2;
  private static final int HELD = 3;
  private static final int WHICH = 4;
  private static final int USED = 5;
  private static final int QUOTA = 6;

  /** Place among the names of quotas. */
  private static final int TOKENS = 0;

  private static final List<Severity> SEVERITIES =
      List.of(Severity.WARNING, Severity.ERROR, Severity.CRITICAL);
  private static final List<String> NAMES =
      List.of("tokens a minute", "requests a minute", "tokens a day", "output tokens a minute");

  private final Terms terms;

  public QuotaPressure(Terms terms) {
    this.terms = terms;
  }

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  public Ground identity() {
    return terms.identity(SPEC, "The " + terms.row() + " is nearly used up");
  }

  /** The figures of a minute; nothing where no quota is applied, or none was used. */
  long[] figures(QuotaMinute minute) {
    return figures(minute, new DaySum(terms.ledger()));
  }

  /** The same, for minutes in the order of time. */
  long[] figures(QuotaMinute minute, DaySum day) {
    AppliedQuota applied = terms.applied(minute.minuteAt());
    long[] figures = new long[7];
    if (applied == null || !terms.ledger().isUsed(minute.minuteAt())) {
      return figures;
    }
    fuller(figures, TOKENS, minute.peakRolling(), applied.tokensPerMinute());
    fuller(figures, 1, minute.peakRequests(), applied.requestsPerMinute());
    if (applied.tokensPerDay() != null) {
      fuller(figures, 2, day.until(minute.minuteAt() + 59_000), applied.tokensPerDay());
    }
    fuller(figures, 3, minute.output(), applied.outputTokensPerMinute());
    if (figures[QUOTA] == 0) {
      return new long[7];
    }
    List<Double> thresholds = terms.thresholds(minute.minuteAt()).quota();
    for (double threshold : thresholds) {
      figures[LEVEL] += figures[FULL] >= points(threshold) ? 1 : 0;
    }
    long release = points(thresholds.get(0)) - RELEASE_POINTS * WHOLE / 100;
    figures[HELD] = figures[FULL] >= release ? 1 : 0;
    figures[CALLS] = Math.max(minute.requests(), figures[USED] > 0 ? 1 : 0);
    return figures;
  }

  private static long points(double share) {
    return Math.round(share * WHOLE);
  }

  private static void fuller(long[] figures, int which, long used, @Nullable Long quota) {
    if (quota != null) {
      long full = full(used, quota);
      if (figures[QUOTA] == 0 || full > figures[FULL]) {
        figures[FULL] = full;
        figures[WHICH] = which;
        figures[USED] = used;
        figures[QUOTA] = quota;
      }
    }
  }

  /** Used of a quota in ten-thousandths, cut; whole quotas and the rest apart, so that it fits. */
  private static long full(long used, long quota) {
    long times = Math.floorDiv(used, quota);
    long rest = Math.floorMod(used, quota);
    boolean fits = rest <= Long.MAX_VALUE / WHOLE;
    return Math.min(times, MOST_TIMES) * WHOLE
        + (fits ? rest * WHOLE / quota : rest / (quota / WHOLE));
  }

  @Override
  public int lookBack() {
    return RELEASE_MINUTES;
  }

  @Override
  public int silentMinutes() {
    return RELEASE_MINUTES;
  }

  @Override
  public long measured(long[] minute) {
    return minute[CALLS];
  }

  @Override
  public @Nullable Reading begins(Recent recent) {
    return over(recent);
  }

  @Override
  public @Nullable Reading over(Recent recent) {
    int level = (int) recent.now(LEVEL);
    return level == 0
        ? null
        : Reading.of(
            SEVERITIES.get(Math.min(level, SEVERITIES.size()) - 1),
            recent.now(FULL),
            recent.now(WHICH),
            recent.now(USED),
            recent.now(QUOTA));
  }

  @Override
  public boolean ends(Recent recent) {
    return recent.sum(HELD, RELEASE_MINUTES) == 0;
  }

  @Override
  public boolean remembers(Episode episode) {
    boolean tokens = episode.figures()[0] == TOKENS;
    long at = episode.worstAt();
    return terms.ledger().remembers(tokens ? Exhaustion.looksBackTo(at) : at);
  }

  @Override
  public Telling tell(Episode episode) {
    int which = (int) episode.figures()[0];
    long used = episode.figures()[1];
    long quota = episode.figures()[2];
    String name = NAMES.get(which);
    long at = episode.worstAt();
    StringBuilder value =
        new StringBuilder(
            String.format(
                Locale.ENGLISH,
                "%,d %s (%.1f %%) at %s",
                used,
                name,
                episode.measure() * 100.0 / WHOLE,
                Instant.ofEpochMilli(at)));
    if (!remembers(episode)) {
      return new Telling(value.toString(), limit(quota, name), null);
    }
    QuotaMinute minute = terms.ledger().minute(at);
    if (which == TOKENS) {
      value.append(
          String.format(
              Locale.ENGLISH,
              "; by the clock's minute %,d (%.1f %%)",
              minute.peakClock(),
              minute.peakClock() * 100.0 / quota));
      value.append(exhaustion(at, quota));
    }
    return new Telling(value.toString(), limit(quota, name), cause(minute));
  }

  private static String limit(long quota, String name) {
    return String.format(Locale.ENGLISH, "%,d %s", quota, name);
  }

  private String exhaustion(long at, long quota) {
    Double minutes = Exhaustion.minutes(terms.ledger(), at, quota);
    if (minutes == null) {
      return "; not rising";
    }
    return minutes == 0
        ? "; used up"
        : String.format(Locale.ENGLISH, "; at this pace used up in %.1f minutes", minutes);
  }

  private String cause(QuotaMinute minute) {
    long peakAt = terms.ledger().peakAt(minute.minuteAt());
    StringBuilder cause = new StringBuilder("Held by ");
    cause.append(ThrottleVerdict.callers(terms.ledger().shares(peakAt)));
    if (minute.peakReserved() * 2 > minute.peakRolling()) {
      cause.append("; more than half is reserved by max_tokens and not used");
    }
    if (minute.unset() > 0) {
      cause.append(
          String.format(
              Locale.ENGLISH,
              "; %,d calls left max_tokens unset, which reserves the model's maximum",
              minute.unset()));
    }
    long unknown = Math.max(minute.unknownSettled(), minute.unknownReserved());
    if (unknown > 0) {
      cause.append(
          String.format(
              Locale.ENGLISH,
              "; what %,d of %,d calls took is not visible, so it may be more",
              unknown,
              Math.max(unknown, minute.requests())));
    }
    return cause.append('.').toString();
  }
}
