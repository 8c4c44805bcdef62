package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.model.ModelRef;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.probe.ProbePace.Limit;
import dev.landfall.core.probe.TokenPrices;
import dev.landfall.core.quota.QuotaKey;
import org.jspecify.annotations.Nullable;

/**
 * The quota row a target uses, and the share of it that the probe may take.
 *
 * <p>Missing: where the account is not known, the smallest quota that the policy states for the
 * Region, model and row stands in; where none is stated, the plan's fixed pace does.
 */
final class QuotaPace {
  static final String UNKNOWN_ACCOUNT = "unknown";

  private QuotaPace() {}

  static QuotaKey key(
      PlannedTarget target, @Nullable String account, Catalogue catalogue, long atMillis) {
    ModelRef meant = TokenPrices.resolved(catalogue, target.ref(), atMillis);
    String row =
        switch (meant.kind()) {
          case FOUNDATION -> "on-demand";
          case GEOGRAPHIC_PROFILE -> "cross-region";
          case GLOBAL_PROFILE -> "global";
          default -> "unknown";
        };
    String model = meant.model() == null ? target.modelId() : meant.model();
    return new QuotaKey(account == null ? UNKNOWN_ACCOUNT : account, target.region(), model, row);
  }

  /** The applied quota; null: the policy states none. */
  static @Nullable AppliedQuota applied(QuotaKey key, Policy policy) {
    if (!key.account().equals(UNKNOWN_ACCOUNT)) {
      return policy.quota(key.account(), key.sourceRegion(), key.model(), key.quotaRow());
    }
    AppliedQuota least = null;
    for (AppliedQuota quota : policy.quotas()) {
      boolean meant =
          quota.region().equals(key.sourceRegion())
              && quota.model().equals(key.model())
              && quota.row().equals(key.quotaRow());
      if (meant && (least == null || tokens(quota) < tokens(least))) {
        least = quota;
      }
    }
    return least;
  }

  static Limit limit(QuotaKey key, Policy policy, ProbePlan plan) {
    AppliedQuota applied = applied(key, policy);
    if (applied == null
        || applied.tokensPerMinute() == null && applied.requestsPerMinute() == null) {
      return plan.unknownQuota();
    }
    return new Limit(
        share(applied.requestsPerMinute(), plan.share()),
        share(applied.tokensPerMinute(), plan.share()),
        true);
  }

  private static long tokens(AppliedQuota quota) {
    Long tokens = quota.tokensPerMinute();
    return tokens == null ? Long.MAX_VALUE : tokens;
  }

  private static @Nullable Long share(@Nullable Long quota, double share) {
    return quota == null ? null : (Long) (long) Math.floor(quota * share + 1e-9);
  }
}
