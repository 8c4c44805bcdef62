package dev.landfall.core.probe;

import dev.landfall.core.probe.QuotaBench.Prefix;
import dev.landfall.core.probe.QuotaBench.Shot;
import dev.landfall.core.probe.QuotaBench.Volley;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Tells by trial whether a token quota runs by the clock's minute or over the last 60 seconds, and
 * whether tokens read from the prompt cache are reserved.
 *
 * <p>The measuring stick is a <em>fence</em>: requests fired together that reserve all of the quota
 * but a known little. The fence is refused exactly when more than that little is already used, and
 * costs next to nothing either way, since what is reserved and not used is returned. Each trial has
 * three phases in drawn order, each from a quiet start: one whose answer must be "free", one whose
 * answer must be "used", and the question. A trial counts only when both others come out as they
 * must: so other traffic, a quota that is not what it is said to be, and one that refills within
 * seconds do not become an answer.
 *
 * <p>Decision: the first answer that leads the other by {@value #LEAD} trials. If a trial that
 * counts misleads at most one time in ten, the decision is wrong at most once in 6,500 (odds
 * 9<sup>4</sup> to 1). No such lead after {@value #MOST_TRIALS} trials, or none of the first
 * {@value #LEAD} trials counting, is "undecided", which is an answer.
 *
 * <p>Blind spots: a fixed minute that does not begin with the clock's looks like a rolling one.
 */
public final class QuotaTrial {
  static final int LEAD = 4;
  static final int MOST_TRIALS = 12;
  private static final double NEAR = 5.0 / 60;
  private static final double FAR = 15.0 / 60;
  private static final double QUIET = 70.0 / 60;
  private static final long SMALL_PROMPT = 60;

  /**
   * How the test is done.
   *
   * @param quotaTokens applied tokens per minute
   * @param mostPerRequest the largest max_tokens of one request
   * @param load share of the quota that is burned to be seen, 0.05
   * @param cachedTokens beginning of a prompt that goes to the cache, tokens, per request
   * @param minuteMillis 60,000
   */
  public record Terms(
      long quotaTokens,
      long mostPerRequest,
      double load,
      long cachedTokens,
      long minuteMillis,
      long seed) {
    public long loadTokens() {
      return (long) (quotaTokens * load);
    }

    /** Requests of one fence. */
    public int fence() {
      return (int) Math.max(1, (quotaTokens + mostPerRequest - 1) / mostPerRequest);
    }
  }

  /** Words of {@code window} and {@code cacheReadsReserved} are those of the catalogue. */
  public record Result(Answer window, Answer cacheReadsReserved) {}

  /**
   * One question's answer.
   *
   * @param word what was found, or undecided
   * @param why trials for either answer and those that do not count, with the reason
   */
  public record Answer(String word, String why) {
    public boolean decided() {
      return !word.equals(UNDECIDED);
    }
  }

  private static final String UNDECIDED = "undecided";

  /** One phase: true when its fence was refused. */
  private interface Phase {
    boolean refused() throws Exception;
  }

  private final QuotaBench bench;
  private final Terms terms;
  private final Random dice;

  private QuotaTrial(QuotaBench bench, Terms terms) {
    this.bench = bench;
    this.terms = terms;
    this.dice = new Random(terms.seed());
  }

  public static Result run(QuotaBench bench, Terms terms) throws Exception {
    QuotaTrial test = new QuotaTrial(bench, terms);
    Answer window =
        test.decide(
            "rolling",
            "clock-minute",
            "use in the same minute was not seen: the quota is larger than said, or it refills within seconds",
            () -> true,
            () -> test.loaded(-NEAR, NEAR),
            () -> test.loaded(NEAR, FAR),
            test::empty);
    return new Result(window, test.cache());
  }

  /** Most trials of one question. */
  public static int worstTrials() {
    return MOST_TRIALS;
  }

  private Answer decide(
      String ifRefused,
      String ifFree,
      String unseen,
      BooleanSupplier seen,
      Phase question,
      Phase used,
      Phase free)
      throws Exception {
    int refused = 0;
    int passed = 0;
    int disturbed = 0;
    int blind = 0;
    for (int trial = 0; trial < MOST_TRIALS && Math.abs(refused - passed) < LEAD; trial++) {
      boolean[] outcome = new boolean[3];
      Phase[] phases = {question, used, free};
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
      Collections.shuffle(order, dice);
      for (int phase : order) {
        outcome[phase] = phases[phase].refused();
      }
      if (outcome[2]) {
        disturbed++;
      } else if (!outcome[1] || !seen.getAsBoolean()) {
        blind++;
      } else if (outcome[0]) {
        refused++;
      } else {
        passed++;
      }
      if (trial + 1 == LEAD && refused + passed == 0) {
        break;
      }
    }
    String word =
        refused - passed >= LEAD ? ifRefused : passed - refused >= LEAD ? ifFree : UNDECIDED;
    StringBuilder why = new StringBuilder();
    why.append("%d trials for %s, %d for %s".formatted(refused, ifRefused, passed, ifFree));
    if (disturbed > 0) {
      why.append("; %d not counted, other use of the quota".formatted(disturbed));
    }
    if (blind > 0) {
      why.append("; %d not counted, %s".formatted(blind, unseen));
    }
    return new Answer(word, why.toString());
  }

  /** Burns at one moment and tries the fence at another, in minutes from a minute's beginning. */
  private boolean loaded(double burnAt, double fenceAt) throws Exception {
    long minute = quietMinute(QUIET);
    bench.waitUntil(at(minute, burnAt));
    Volley burned = bench.fire(burn());
    bench.waitUntil(at(minute, fenceAt));
    long used = burned.settledTokens();
    return used > 0 && fire(fence(terms.quotaTokens() - used / 2, Prefix.NONE, 0));
  }

  private boolean empty() throws Exception {
    long minute = quietMinute(QUIET);
    bench.waitUntil(at(minute, NEAR));
    return fire(fence(terms.quotaTokens() - terms.loadTokens() / 2, Prefix.NONE, 0));
  }

  private Answer cache() throws Exception {
    quietMinute(QUIET);
    Volley first = bench.fire(List.of(new Shot(Prefix.CACHED, terms.cachedTokens(), 1)));
    long real = Math.max(first.cacheWriteTokens(), first.cacheReadTokens());
    if (real == 0) {
      return new Answer(UNDECIDED, "the model did not cache the prompt's beginning");
    }
    long rest = terms.quotaTokens() - real * terms.fence() / 2;
    return decide(
        "yes",
        "no",
        "new text of the same length was not refused either, or nothing was read from the cache",
        () -> cacheSeen,
        () -> cached(rest),
        () -> {
          long minute = quietMinute(QUIET);
          bench.waitUntil(at(minute, NEAR));
          return fire(fence(rest, Prefix.FRESH, terms.cachedTokens()));
        },
        () -> {
          long minute = quietMinute(QUIET);
          bench.waitUntil(at(minute, NEAR));
          return fire(fence(rest, Prefix.NONE, 0));
        });
  }

  /** The beginning was read from the cache when last tried. */
  private boolean cacheSeen;

  /** Puts the beginning into the cache, sees it read, and asks a quiet minute later. */
  private boolean cached(long rest) throws Exception {
    long minute = quietMinute(2 * QUIET);
    bench.waitUntil(at(minute, -QUIET));
    List<Shot> one = List.of(new Shot(Prefix.CACHED, terms.cachedTokens(), 1));
    bench.fire(one);
    cacheSeen = bench.fire(one).cacheReadTokens() > 0;
    bench.waitUntil(at(minute, NEAR));
    return fire(fence(rest, Prefix.CACHED, terms.cachedTokens()));
  }

  private boolean fire(List<Shot> fence) throws Exception {
    return bench.fire(fence).refused();
  }

  /** As many requests as a quiet load takes, none larger than one may be. */
  private List<Shot> burn() {
    long left = terms.loadTokens();
    List<Shot> shots = new ArrayList<>();
    while (left > 0) {
      long part = Math.min(left, 20_000);
      shots.add(new Shot(Prefix.FRESH, part, 1));
      left -= part;
    }
    return shots;
  }

  /** Requests that together reserve {@code tokens}, their beginnings not counted. */
  private List<Shot> fence(long tokens, Prefix prefix, long prefixTokens) {
    int count = terms.fence();
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long part = tokens / count + (i < tokens % count ? 1 : 0) - SMALL_PROMPT;
      shots.add(new Shot(prefix, prefixTokens, Math.max(1, part)));
    }
    return shots;
  }

  /** The beginning of the next minute that has at least {@code minutes} of quiet before it. */
  private long quietMinute(double minutes) {
    long earliest = bench.now() + (long) (minutes * terms.minuteMillis());
    return (earliest + terms.minuteMillis() - 1) / terms.minuteMillis() * terms.minuteMillis();
  }

  private long at(long minute, double offset) {
    return minute + Math.round(offset * terms.minuteMillis());
  }
}
