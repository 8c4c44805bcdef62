package dev.landfall.core.quota;

import dev.landfall.core.policy.AppliedQuota;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which quota most likely refused a call: a pure function of how the row stood in that second.
 *
 * <p>Of the quotas that the call would have passed the most certain explanation is taken: what had
 * been settled alone, then requests, then the day, then the call's reservation, of which a part is
 * estimated. If none would have been passed, the fullest that is at least {@link #NEAR} full is
 * taken, for records carry whole seconds. If none is near either, it is shared capacity, unless too
 * much is unknown to say so.
 *
 * <p>Blind spots: mantle's output quota, what other accounts use, quotas that nobody configured,
 * refusals by another quota at the very same second.
 */
public final class ThrottleCause {
  /** How full a quota must at least be to be taken for the cause. */
  public static final double NEAR = 0.9;

  /** Share of calls without tokens above which nothing being near says nothing. */
  static final double TOO_MANY_UNKNOWN = 0.1;

  private ThrottleCause() {}

  /**
   * What is held to have refused.
   *
   * @param fullness use by the quota, the refused call included where it counts; 1 is all of it;
   *     null where no quota was near or known
   * @param words the figures that say so, made only when asked for: of the many seconds of an
   *     episode one is told
   */
  public record Verdict(ThrottleKind kind, @Nullable Double fullness, Supplier<String> words) {
    String state() {
      return words.get();
    }

    boolean passed() {
      return fullness != null && (kind == ThrottleKind.SETTLEMENT ? fullness >= 1 : fullness > 1);
    }
  }

  /**
   * The verdict on refusals in one second. Times in records are cut to the second, so the second
   * before is looked at too, where the one of the refusal explains less.
   */
  public static Verdict of(
      QuotaMoment second, QuotaMoment before, @Nullable AppliedQuota applied, QuotaWindow window) {
    Verdict now = of(second, applied, window);
    if (now.passed() || applied == null) {
      return now;
    }
    Verdict earlier = of(before, applied, window);
    boolean fuller =
        earlier.fullness != null && (now.fullness == null || earlier.fullness > now.fullness);
    return fuller ? earlier : now;
  }

  static Verdict of(QuotaMoment m, @Nullable AppliedQuota applied, QuotaWindow window) {
    if (applied == null) {
      return new Verdict(
          ThrottleKind.UNKNOWN, null, () -> "no applied quota is known; " + use(m, window));
    }
    List<Verdict> near = new ArrayList<>();
    boolean clock = window == QuotaWindow.CLOCK;
    long settled = clock ? m.settledClock() : m.settledRolling();
    Long tokens = applied.tokensPerMinute();
    if (tokens != null) {
      near.add(settlement(settled, tokens, window));
    }
    Long requests = applied.requestsPerMinute();
    if (requests != null) {
      near.add(requests(clock ? m.admittedClock() : m.admittedRolling(), requests, window));
    }
    Long day = applied.tokensPerDay();
    if (day != null) {
      near.add(day(m, day));
    }
    if (tokens != null) {
      near.add(reservation(m, settled, tokens, window));
    }
    return best(near, m, applied, window);
  }

  private static Verdict best(
      List<Verdict> candidates, QuotaMoment m, AppliedQuota applied, QuotaWindow window) {
    Verdict fullest = null;
    for (Verdict each : candidates) {
      if (each.passed()) {
        return each;
      }
      boolean near = each.fullness != null && each.fullness >= NEAR;
      if (near && (fullest == null || fuller(each, fullest))) {
        fullest = each;
      }
    }
    return fullest == null ? none(m, applied, window) : fullest;
  }

  private static boolean fuller(Verdict a, Verdict b) {
    return a.fullness != null && b.fullness != null && a.fullness > b.fullness;
  }

  private static Verdict settlement(long settled, long quota, QuotaWindow window) {
    return new Verdict(
        ThrottleKind.SETTLEMENT,
        (double) settled / quota,
        () ->
            "%s settled in the %s alone, of %s a minute"
                .formatted(tokens(settled), minute(window), tokens(quota)));
  }

  private static Verdict requests(long admitted, long quota, QuotaWindow window) {
    return new Verdict(
        ThrottleKind.REQUESTS,
        (double) (admitted + 1) / quota,
        () ->
            String.format(
                Locale.ENGLISH,
                "%,d requests admitted in the %s, of %,d a minute",
                admitted,
                minute(window),
                quota));
  }

  private static Verdict day(QuotaMoment m, long quota) {
    long asked = m.asked() == null ? 0 : m.asked();
    return new Verdict(
        ThrottleKind.DAY,
        (double) (m.settledDay() + m.inFlight() + asked) / quota,
        () ->
            "%s settled since midnight UTC, of %s a day"
                .formatted(tokens(m.settledDay()), tokens(quota)));
  }

  private static Verdict reservation(QuotaMoment m, long settled, long quota, QuotaWindow window) {
    long asked = m.asked() == null ? 0 : m.asked();
    return new Verdict(
        ThrottleKind.RESERVATION,
        (double) (settled + m.inFlight() + asked) / quota,
        () ->
            "%s settled in the %s and %s reserved in flight; the call asked for %s more, of %s a minute"
                .formatted(
                    tokens(settled),
                    minute(window),
                    tokens(m.inFlight()),
                    m.asked() == null ? "an amount not known" : "about " + tokens(asked),
                    tokens(quota)));
  }

  private static Verdict none(QuotaMoment m, AppliedQuota applied, QuotaWindow window) {
    if (m.unknown() > TOO_MANY_UNKNOWN * Math.max(1, m.begun())) {
      return new Verdict(
          ThrottleKind.UNKNOWN,
          null,
          () ->
              String.format(
                  Locale.ENGLISH,
                  "the tokens of %,d of %,d calls are not visible; %s",
                  m.unknown(),
                  m.begun(),
                  use(m, window)));
    }
    Long output = applied.outputTokensPerMinute();
    if (output != null) {
      // when it is used up AWS cuts answers off; whether it refuses calls then is not said
      return new Verdict(
          ThrottleKind.UNKNOWN,
          null,
          () ->
              "the use of the output quota of %s a minute is not known to the second; %s"
                  .formatted(tokens(output), use(m, window)));
    }
    List<String> unseen = new ArrayList<>();
    if (applied.tokensPerMinute() == null) {
      unseen.add("tokens per minute");
    }
    if (applied.requestsPerMinute() == null) {
      unseen.add("requests per minute");
    }
    if (applied.tokensPerDay() == null) {
      unseen.add("tokens per day");
    }
    return new Verdict(
        ThrottleKind.SHARED_CAPACITY,
        null,
        () ->
            "none of the visible quotas was near: %s%s"
                .formatted(
                    use(m, window),
                    unseen.isEmpty() ? "" : "; not configured: " + String.join(", ", unseen)));
  }

  private static String use(QuotaMoment m, QuotaWindow window) {
    boolean clock = window == QuotaWindow.CLOCK;
    return String.format(
        Locale.ENGLISH,
        "%s settled in the %s, %s reserved in flight, requests admitted: %,d",
        tokens(clock ? m.settledClock() : m.settledRolling()),
        minute(window),
        tokens(m.inFlight()),
        clock ? m.admittedClock() : m.admittedRolling());
  }

  private static String minute(QuotaWindow window) {
    return window == QuotaWindow.CLOCK ? "clock's minute" : "last 60 s";
  }

  private static String tokens(long amount) {
    return String.format(Locale.ENGLISH, "%,d tokens", amount);
  }
}
