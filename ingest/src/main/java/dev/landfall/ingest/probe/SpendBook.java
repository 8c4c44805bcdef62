package dev.landfall.ingest.probe;

import dev.landfall.ingest.probe.SpendCaps.Cap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been spent, summed from the journal's entries in their order.
 *
 * <p>A reservation counts in full against the run, day and month in which it was made, until it is
 * settled to what was really used or released because nothing was sent. Threads: none; the ledger
 * guards it.
 */
final class SpendBook {
  private static final long MINUTE = 60_000;

  private static final class Sum {
    private long requests;
    private long tokens;
    private long nanoUsd;

    private void add(long moreRequests, long moreTokens, long moreNanos) {
      requests += moreRequests;
      tokens += moreTokens;
      nanoUsd += moreNanos;
    }
  }

  private record Open(Sum run, Sum day, Sum month, long tokens, long nanoUsd) {}

  private record Recent(long at, long tokens) {}

  private final Map<String, Sum> runs = new HashMap<>();
  private final Map<LocalDate, Sum> days = new HashMap<>();
  private final Map<YearMonth, Sum> months = new HashMap<>();
  private final Map<String, Open> open = new HashMap<>();
  private final Map<String, ArrayDeque<Recent>> recent = new HashMap<>();

  void reserve(
      String id, String run, long at, String quota, long quotaTokens, long tokens, long nanoUsd) {
    LocalDate day = day(at);
    Open entry =
        new Open(
            runs.computeIfAbsent(run, r -> new Sum()),
            days.computeIfAbsent(day, d -> new Sum()),
            months.computeIfAbsent(YearMonth.from(day), m -> new Sum()),
            tokens,
            nanoUsd);
    if (open.putIfAbsent(id, entry) == null) {
      add(entry, 1, tokens, nanoUsd);
      recent.computeIfAbsent(quota, q -> new ArrayDeque<>()).add(new Recent(at, quotaTokens));
    }
  }

  /** The request was sent and used this much. */
  void settle(String id, long tokens, long nanoUsd) {
    Open entry = open.remove(id);
    if (entry != null) {
      add(entry, 0, tokens - entry.tokens(), nanoUsd - entry.nanoUsd());
    }
  }

  /** The request was never sent. */
  void release(String id) {
    Open entry = open.remove(id);
    if (entry != null) {
      add(entry, -1, -entry.tokens(), -entry.nanoUsd());
    }
  }

  private static void add(Open entry, long requests, long tokens, long nanoUsd) {
    entry.run().add(requests, tokens, nanoUsd);
    entry.day().add(requests, tokens, nanoUsd);
    entry.month().add(requests, tokens, nanoUsd);
  }

  /** The cap that one more request would pass, in words; null: none. */
  @Nullable String passed(SpendCaps caps, String run, long at, long tokens, long nanoUsd) {
    LocalDate day = day(at);
    String passed = passed("run", caps.run(), runs.get(run), tokens, nanoUsd);
    if (passed == null) {
      passed = passed("day", caps.day(), days.get(day), tokens, nanoUsd);
    }
    return passed != null
        ? passed
        : passed("month", caps.month(), months.get(YearMonth.from(day)), tokens, nanoUsd);
  }

  private static @Nullable String passed(
      String of, Cap cap, @Nullable Sum spent, long tokens, long nanoUsd) {
    Sum sum = spent == null ? new Sum() : spent;
    if (sum.requests + 1 > cap.requests()) {
      return "caps.%s.requests: %,d of %,d sent".formatted(of, sum.requests, cap.requests());
    }
    if (sum.tokens + tokens > cap.tokens()) {
      return "caps.%s.tokens: %,d spent or reserved, %,d more would pass %,d"
          .formatted(of, sum.tokens, tokens, cap.tokens());
    }
    if (sum.nanoUsd + nanoUsd > cap.nanoUsd()) {
      return "caps.%s.usd: %.6f spent or reserved, %.6f more would pass %.6f"
          .formatted(of, sum.nanoUsd / 1e9, nanoUsd / 1e9, cap.usd());
    }
    return null;
  }

  /** Requests and tokens reserved of a quota in the minute that ends at a time. */
  long[] lastMinute(String quota, long at) {
    ArrayDeque<Recent> window = recent.get(quota);
    long[] sums = new long[2];
    if (window != null) {
      // Entries of several processes may stand a little out of order, so old ones are kept a while,
      // and those of a clock ahead of ours count: their requests are on their way all the same.
      window.removeIf(r -> r.at() <= at - 2 * MINUTE);
      for (Recent r : window) {
        if (r.at() > at - MINUTE) {
          sums[0]++;
          sums[1] += r.tokens();
        }
      }
    }
    return sums;
  }

  static LocalDate day(long at) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
  }
}
