package dev.landfall.core.detect.quota;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.Rows;
import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Thresholds;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaWindow;
import org.jspecify.annotations.Nullable;

/**
 * What both rules look at beside the minutes: the row, its ledger, and what was in force when.
 *
 * <p>The ledger is asked for words only; what begins and ends follows from the minutes' figures.
 */
public record Terms(QuotaKey key, QuotaLedger ledger, PolicyHistory policy, Catalogue catalogue) {

  /** The applied quota of the row; null: none is known, and none is invented. */
  public @Nullable AppliedQuota applied(long at) {
    return policy.at(at).quota(key.account(), key.sourceRegion(), key.model(), key.quotaRow());
  }

  Thresholds thresholds(long at) {
    return policy.at(at).thresholds();
  }

  QuotaWindow window(long at) {
    Rows.QuotaWindow measured =
        catalogue.quotaWindow(key.model(), key.sourceRegion(), key.quotaRow(), at);
    return QuotaWindow.of(measured == null ? null : measured.window());
  }

  /** What is wrong: of this row, by this rule. */
  Ground identity(DetectorSpec spec, String headline) {
    return new Ground(
        spec.id(),
        spec.version(),
        spec.severity(),
        key.account(),
        null,
        null,
        key.sourceRegion(),
        key.model() + ' ' + key.quotaRow(),
        0,
        headline);
  }

  String row() {
    return "%s quota of %s in account %s, %s"
        .formatted(key.quotaRow(), key.model(), key.account(), key.sourceRegion());
  }
}
