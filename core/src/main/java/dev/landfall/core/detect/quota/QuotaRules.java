package dev.landfall.core.detect.quota;

import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.quota.DaySum;
import java.util.SortedSet;
import java.util.TreeSet;

/** Brings the figures of a ledger's minutes into the tables that both rules look at. */
public final class QuotaRules {
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  private QuotaRules() {}

  /** Takes the minutes that may have changed into the table of {@link ThrottleRatio}. */
  public static void throttles(Terms terms, SortedSet<Long> dirty, EpisodeTable table) {
    for (Long at : dirty) {
      table.set(at, ThrottleRatio.figures(terms.ledger().minute(at)));
    }
  }

  /** Takes the minutes that may have changed into the table of {@link QuotaPressure}. */
  public static void pressure(Terms terms, SortedSet<Long> dirty, EpisodeTable table) {
    QuotaPressure rule = new QuotaPressure(terms);
    DaySum day = new DaySum(terms.ledger());
    for (Long at : withTheirDays(terms, dirty)) {
      table.set(at, rule.figures(terms.ledger().minute(at), day));
    }
  }

  /** What is settled early in a day counts in all its later minutes, where days have a quota. */
  private static SortedSet<Long> withTheirDays(Terms terms, SortedSet<Long> dirty) {
    SortedSet<Long> all = new TreeSet<>(dirty);
    long done = Long.MIN_VALUE;
    for (Long at : dirty) {
      long end = DaySum.dayOf(at) + DAY;
      if (at >= done && (hasDay(terms, at) || hasDay(terms, end - MINUTE))) {
        for (Long held : terms.ledger().heldMinutes().subSet(at, end)) {
          all.add(held);
          if (held + MINUTE < end) {
            all.add(held + MINUTE); // what it holds rolls into that one
          }
        }
        done = end;
      }
    }
    return all;
  }

  private static boolean hasDay(Terms terms, long at) {
    AppliedQuota applied = terms.applied(at);
    return applied != null && applied.tokensPerDay() != null;
  }
}
