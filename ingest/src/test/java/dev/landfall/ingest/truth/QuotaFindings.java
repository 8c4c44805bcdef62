package dev.landfall.ingest.truth;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.quota.QuotaPressure;
import dev.landfall.core.detect.quota.QuotaRules;
import dev.landfall.core.detect.quota.Terms;
import dev.landfall.core.detect.quota.ThrottleRatio;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The findings on quota rows that judged calls give, without an engine in between. */
final class QuotaFindings {
  private QuotaFindings() {}

  static Map<String, QuotaLedger> ledgers(Collection<Judgement> calls) {
    Map<String, QuotaLedger> ledgers = new TreeMap<>();
    for (Judgement call : calls) {
      QuotaUse use = call.quota();
      if (use != null) {
        ledgers.computeIfAbsent(use.key().text(), key -> new QuotaLedger()).add(use);
      }
    }
    return ledgers;
  }

  /** Distinct findings by rule; a rule without any is left out. */
  static Map<String, Long> of(Collection<Judgement> calls, PolicyHistory policy) {
    Map<String, Long> findings = new TreeMap<>();
    ledgers(calls)
        .forEach(
            (key, ledger) -> {
              Terms terms = new Terms(QuotaKey.parse(key), ledger, policy, Catalogue.shipped());
              EpisodeTable near = new EpisodeTable();
              EpisodeTable refused = new EpisodeTable();
              QuotaRules.pressure(terms, ledger.dirtyMinutes(), near);
              QuotaRules.throttles(terms, ledger.dirtyMinutes(), refused);
              count(findings, QuotaPressure.SPEC.id(), near, new QuotaPressure(terms));
              count(findings, ThrottleRatio.SPEC.id(), refused, new ThrottleRatio(terms));
            });
    return findings;
  }

  private static void count(
      Map<String, Long> findings,
      String rule,
      EpisodeTable table,
      dev.landfall.core.detect.episode.EpisodeRule asked) {
    if (!table.episodes(asked, Long.MAX_VALUE).isEmpty()) {
      findings.merge(rule, 1L, Long::sum);
    }
  }
}
