package dev.landfall.core.detect.mix;

import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.Reading;
import dev.landfall.core.detect.episode.Recent;
import dev.landfall.core.detect.episode.Telling;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The share of a workload's calls served away from the Region they were sent to, against what is
 * usual for it.
 *
 * <p>The share is that of the last hour, of {@link #LEAST} calls or more whose Region is shown. It
 * is held against the share the policy expects, else against the same share over the 28 days before
 * the hour: of {@link #BASE_LEAST} calls or more, the first at least {@link #BASE_AGE_HOURS} hours
 * old; without either nothing is said. An episode begins where the share exceeds that by the points
 * of {@code thresholds.region_mix} in force in that minute, and ends where it exceeds it by at most
 * three quarters of the lower of them, after six hours in which it did not exceed it, or after 28
 * days: by then it is what is usual, unless the policy says what is. While it is open the baseline
 * stays as it was when it began.
 *
 * <p>Shape: one of it per workload. Missing: a call whose Region is not shown is in no share; such
 * calls are counted and told beside it.
 */
public final class RegionMixDrift implements EpisodeRule {
  public static final DetectorSpec SPEC =
      new DetectorSpec(
          "region-mix-drift",
          1,
          "More calls served away from home than usual",
          Severity.WARNING,
          "A profile that starts to send calls elsewhere changes who may see prompts, what calls"
              + " cost and how long they take, while every single call may still be allowed.",
          "Counts only calls whose Region a log names or a rule implies; says nothing in a"
              + " workload's first day, or below 100 such calls an hour, unless the policy says what"
              + " is usual. A drift slower than 28 days is its own baseline. The probe's calls count"
              + " with the workload they match.",
          "Run 'landfall report residency' for the hours concerned: which profile went where? AWS"
              + " moves calls when the source Region is short of capacity; the quota report shows"
              + " whether yours was used up.");

  /** Calls of the hour whose Region must be shown for its share to mean anything. */
  public static final long LEAST = 100;

  /** The same for a baseline. */
  public static final long BASE_LEAST = 200;

  /** How old the first call of a baseline must be. */
  public static final int BASE_AGE_HOURS = 24;

  public static final int BASE_DAYS = 28;

  /** Positions in the figures of a minute: calls whose Region is shown, of them away, not shown. */
  public static final int SHOWN = 0;

  public static final int AWAY = 1;
  public static final int NOT_SHOWN = 2;

  private static final int WINDOW = 60;
  private static final int SILENT = 6 * 60;
  private static final double RELEASE = 0.75;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long BASE_MILLIS = BASE_DAYS * 24 * HOUR;

  /** Shares are compared in millionths, so that sums decide and not how doubles round. */
  private static final long MILLION = 1_000_000;

  private final PolicyHistory policies;
  private final String workload;

  public RegionMixDrift(PolicyHistory policies, String workload) {
    this.policies = policies;
    this.workload = workload;
  }

  /** What is usual, in millionths. {@code calls} 0: the policy says so. */
  private record Usual(long share, long calls) {}

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public int lookBack() {
    return WINDOW;
  }

  @Override
  public int silentMinutes() {
    return SILENT;
  }

  @Override
  public int hoursBack() {
    return BASE_DAYS * 24;
  }

  @Override
  public long measured(long[] minute) {
    return minute[SHOWN];
  }

  @Override
  public @Nullable Reading begins(Recent recent) {
    if (recent.sum(SHOWN, WINDOW) < LEAST) {
      return null;
    }
    Usual usual = usual(recent);
    return usual == null ? null : reading(recent, usual);
  }

  @Override
  public @Nullable Reading over(Recent recent) {
    Usual usual = usualOfOpen(recent);
    return recent.sum(SHOWN, WINDOW) < LEAST ? null : reading(recent, usual);
  }

  @Override
  public boolean ends(Recent recent) {
    Episode open = recent.open();
    boolean usualByNow =
        open != null
            && recent.minuteAt() - open.from() >= BASE_MILLIS
            && expected(recent.minuteAt()) == null;
    if (open != null && (usualByNow || recent.minuteAt() - open.lastOver() >= SILENT * MINUTE)) {
      return true;
    }
    long review = millionths(policies.at(recent.minuteAt()).thresholds().regionMix().get(0));
    return recent.sum(SHOWN, WINDOW) >= LEAST
        && share(recent) - usualOfOpen(recent).share <= (long) (review * RELEASE);
  }

  private @Nullable Reading reading(Recent recent, Usual usual) {
    Policy policy = policies.at(recent.minuteAt());
    long above = share(recent) - usual.share;
    long review = millionths(policy.thresholds().regionMix().get(0));
    if (above < review) {
      return null;
    }
    boolean page = above >= millionths(policy.thresholds().regionMix().get(1));
    return Reading.of(
        page ? Severity.ERROR : SPEC.severity(),
        above,
        recent.sum(AWAY, WINDOW),
        recent.sum(SHOWN, WINDOW),
        recent.sum(NOT_SHOWN, WINDOW),
        usual.share,
        usual.calls,
        review);
  }

  private static long share(Recent recent) {
    return recent.sum(AWAY, WINDOW) * MILLION / recent.sum(SHOWN, WINDOW);
  }

  /** What the policy expects now, else what was usual before the hour that is looked at. */
  private @Nullable Usual usual(Recent recent) {
    Double expected = expected(recent.minuteAt());
    if (expected != null) {
      return new Usual(millionths(expected), 0);
    }
    long end = recent.minuteAt() - HOUR;
    long from = end - BASE_MILLIS + HOUR;
    Long first = recent.firstHour(from);
    long[] sums = recent.hours(from, end);
    boolean known =
        first != null
            && recent.minuteAt() - first >= BASE_AGE_HOURS * HOUR
            && sums != null
            && sums[SHOWN] >= BASE_LEAST;
    return known && sums != null
        ? new Usual(sums[AWAY] * MILLION / sums[SHOWN], sums[SHOWN])
        : null;
  }

  private Usual usualOfOpen(Recent recent) {
    Double expected = expected(recent.minuteAt());
    Episode open = recent.open();
    if (expected != null || open == null) {
      return new Usual(millionths(expected == null ? 0 : expected), 0);
    }
    return new Usual(open.figures()[3], open.figures()[4]);
  }

  private @Nullable Double expected(long at) {
    for (Workload each : policies.at(at).workloads()) {
      if (each.id().equals(workload)) {
        return each.expectedAwayShare();
      }
    }
    return null;
  }

  private static long millionths(double share) {
    return Math.round(share * MILLION);
  }

  @Override
  public Telling tell(Episode episode) {
    long[] f = episode.figures();
    String unknown = f[2] == 0 ? "" : "; the Region of %d more is not shown".formatted(f[2]);
    String usual = f[4] == 0 ? "that the policy expects" : "of %d calls in 28 days".formatted(f[4]);
    return new Telling(
        "%s of %d calls of an hour served away from the source Region%s"
            .formatted(percent(f[0] * MILLION / f[1]), f[1], unknown),
        "%s %s, and %s points more".formatted(percent(f[3]), usual, points(f[5])),
        null);
  }

  private static String percent(long millionths) {
    return points(millionths) + " %";
  }

  private static String points(long millionths) {
    return String.format(Locale.ROOT, "%.1f", millionths / 10_000.0);
  }
}
