package dev.landfall.web.http;

import dev.landfall.core.judge.Verdict;
import dev.landfall.core.lake.LiveSnapshot;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The page's answer: one sentence on residency, one on the evidence behind it.
 *
 * <p>Shape: counts are calls by placement. A call that nobody can place is never counted as fine.
 */
record Answer(String tone, String sentence, String evidence) {

  static Answer of(LiveSnapshot snapshot) {
    Placements calls = Placements.of(snapshot.flows());
    return new Answer(tone(calls), sentence(calls), evidence(snapshot));
  }

  private static String tone(Placements calls) {
    if (calls.outside() > 0) {
      return "outside";
    }
    return calls.unproven() > 0 ? "unproven" : calls.inside() > 0 ? "inside" : "unlimited";
  }

  static String sentence(Placements calls) {
    long all = calls.all();
    if (all == 0) {
      return "No call has been read yet.";
    }
    String unproven =
        calls.unproven() == 0
            ? ""
            : calls.unproven() == 1
                ? "; for 1 it cannot be shown where it ran"
                : "; for " + Text.count(calls.unproven()) + " it cannot be shown where they ran";
    if (calls.outside() > 0) {
      return "%s of %s ran outside %s allowed places%s."
          .formatted(
              Text.count(calls.outside()),
              Text.count(all, "call", "calls"),
              calls.outside() == 1 ? "its" : "their",
              unproven);
    }
    if (calls.unproven() > 0) {
      return "No call is known to have run outside its allowed places%s.".formatted(unproven);
    }
    if (calls.inside() == 0) {
      return "%s read; the policy limits none of them.".formatted(Text.count(all, "call", "calls"));
    }
    return "Every one of %s with a limit ran inside its allowed places."
        .formatted(Text.count(calls.inside(), "call", "calls"));
  }

  /** Observed calls apart from those that follow from a rule and those that nobody placed. */
  static String evidence(LiveSnapshot snapshot) {
    Map<Verdict, Long> verdicts = verdicts(snapshot.verdicts());
    long observed = 0;
    for (Map.Entry<Verdict, Long> e : verdicts.entrySet()) {
      observed += e.getKey().observed() ? e.getValue() : 0;
    }
    long derived = sum(verdicts, List.of(Verdict.BY_RULE, Verdict.BOUNDED));
    long open = sum(verdicts, List.of(Verdict.CONFLICT, Verdict.UNKNOWN));
    long notRun = sum(verdicts, List.of(Verdict.NOT_RUN));
    StringBuilder text = new StringBuilder();
    text.append("The logs name one Region for ").append(Text.count(observed, "call", "calls"));
    text.append("; for ").append(Text.count(derived)).append(" it follows from AWS's rules; for ");
    text.append(Text.count(open)).append(" nothing settles it; ");
    text.append(Text.count(notRun)).append(" did not run.");
    long rejected = snapshot.totals().getOrDefault("rejected", 0L);
    if (rejected > 0) {
      text.append(' ').append(Text.count(rejected, "record", "records"));
      text.append(" could not be read.");
    }
    return text.toString();
  }

  /** Every verdict with its count; one that the snapshot leaves out counts none. */
  static Map<Verdict, Long> verdicts(Map<String, Long> stored) {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, stored.getOrDefault(verdict.name(), 0L));
    }
    return counts;
  }

  private static long sum(Map<Verdict, Long> counts, List<Verdict> of) {
    return of.stream().mapToLong(v -> counts.getOrDefault(v, 0L)).sum();
  }
}
