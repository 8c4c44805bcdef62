package dev.landfall.core.quota;

import dev.landfall.core.policy.AppliedQuota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on all calls refused in some minutes: each second's verdict counts for its calls, the
 * kind with the most calls speaks.
 *
 * @param kind the kind of most refusals; of two with as many the more certain
 * @param refused calls refused whose second is known
 * @param counts refused calls by kind
 * @param at the second of the first refusal of that kind at which most calls were refused, epoch
 *     milliseconds UTC
 * @param state how the row stood then, in words
 * @param shares who held the row then
 */
public record ThrottleVerdict(
    ThrottleKind kind,
    long refused,
    Map<ThrottleKind, Long> counts,
    long at,
    String state,
    List<CallerShare> shares) {

  /** Callers named in words. */
  private static final int NAMED = 3;

  /** Over the refusals of these minutes; null: there are none whose second is known. */
  public static @Nullable ThrottleVerdict of(
      QuotaLedger ledger,
      Iterable<Long> minutes,
      @Nullable AppliedQuota applied,
      QuotaWindow window) {
    boolean ofDay = applied != null && applied.tokensPerDay() != null;
    DaySum day = ofDay ? new DaySum(ledger) : null;
    Map<ThrottleKind, Long> counts = new EnumMap<>(ThrottleKind.class);
    Map<ThrottleKind, Second> tellings = new EnumMap<>(ThrottleKind.class);
    for (Long minute : minutes) {
      for (Long second : ledger.refusals(minute)) {
        QuotaMoment before = ledger.moment(second - 1000, day);
        QuotaMoment moment = ledger.moment(second, day);
        ThrottleCause.Verdict verdict = ThrottleCause.of(moment, before, applied, window);
        counts.merge(verdict.kind(), moment.refused(), Long::sum);
        Second told = tellings.get(verdict.kind());
        if (told == null || moment.refused() > told.refused) {
          tellings.put(verdict.kind(), new Second(second, moment.refused(), verdict));
        }
      }
    }
    if (counts.isEmpty()) {
      return null;
    }
    ThrottleKind most = null;
    for (Map.Entry<ThrottleKind, Long> entry : counts.entrySet()) {
      if (most == null || entry.getValue() > value(counts, most)) {
        most = entry.getKey();
      }
    }
    Second told = tellings.get(most);
    if (most == null || told == null) {
      throw new IllegalStateException("refusals were counted and none is the most");
    }
    return new ThrottleVerdict(
        most,
        counts.values().stream().mapToLong(Long::longValue).sum(),
        Map.copyOf(counts),
        told.at,
        told.verdict.state(),
        ledger.shares(told.at));
  }

  private record Second(long at, long refused, ThrottleCause.Verdict verdict) {}

  private static long value(Map<ThrottleKind, Long> counts, ThrottleKind kind) {
    Long value = counts.get(kind);
    return value == null ? 0 : value;
  }

  /** One sentence or two: the quota, in how many of the refusals, and the figures. */
  public String words() {
    return String.format(
        Locale.ENGLISH,
        "%s in %,d of %,d refused calls%s: %s.",
        name(kind),
        value(counts, kind),
        refused,
        others(),
        state);
  }

  private String others() {
    List<String> others = new ArrayList<>();
    counts.entrySet().stream()
        .filter(entry -> entry.getKey() != kind)
        .sorted(
            Map.Entry.<ThrottleKind, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> others.add(entry.getKey().id() + " in " + entry.getValue()));
    return others.isEmpty() ? "" : " (" + String.join(", ", others) + ")";
  }

  private static String name(ThrottleKind kind) {
    return switch (kind) {
      case SETTLEMENT -> "What had been settled was the quota";
      case RESERVATION -> "Reserving max_tokens would have passed the quota";
      case REQUESTS -> "Requests per minute were used up";
      case DAY -> "Tokens per day were used up";
      case SHARED_CAPACITY -> "Shared capacity, or a quota that is not shown,";
      case UNKNOWN -> "The cause is not visible";
    };
  }

  /** The greatest callers with their shares: workloads, never a person. */
  public static String callers(List<CallerShare> shares) {
    List<String> named = new ArrayList<>();
    for (CallerShare share : shares.subList(0, Math.min(NAMED, shares.size()))) {
      named.add(
          "%s %d %%"
              .formatted(
                  share.caller().equals(QuotaUse.UNKNOWN_CALLER) ? "not known" : share.caller(),
                  Math.round(share.share() * 100)));
    }
    if (shares.size() > NAMED) {
      named.add("%d others".formatted(shares.size() - NAMED));
    }
    return named.isEmpty() ? "nobody held any" : String.join(", ", named);
  }
}
