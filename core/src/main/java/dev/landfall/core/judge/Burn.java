package dev.landfall.core.judge;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.ModelRef;
import dev.landfall.core.pairing.Errors;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaMath;
import dev.landfall.core.quota.QuotaUse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call took from which quota row.
 *
 * <p>Missing: {@code row} null means no on-demand quota is known to be used: provisioned
 * throughput, the reserved tier, an unresolved profile. A refused or throttled call reserves and
 * settles nothing; AWS does not say so, it is the plain reading of "not admitted".
 *
 * @param burndown output multiplier; null: not known
 */
record Burn(
    @Nullable String row,
    @Nullable Long burndown,
    @Nullable Long settled,
    @Nullable Long reserved,
    @Nullable QuotaUse use) {

  /** Reads rates from the catalogue. Thread-confined: it remembers one day's rate of each model. */
  static final class Meter {
    private static final long DAY = 86_400_000;
    private final Catalogue catalogue;
    private final QuotaMath math;
    private final Map<String, Rate> rates = new HashMap<>();

    private record Rate(long day, @Nullable Long burndown, @Nullable Long maximum) {}

    Meter(Catalogue catalogue, QuotaMath math) {
      this.catalogue = catalogue;
      this.math = math;
    }

    Burn read(String account, String workload, Facts facts, Target target, boolean ran) {
      String model = target.model();
      boolean mantle = facts.endpoint() == Endpoint.MANTLE;
      Rate rate = model == null ? new Rate(0, null, null) : rate(model, facts.calledAt());
      boolean throttled = throttled(facts.errorCode());
      boolean admitted = ran && !throttled;
      Long settled = 0L;
      Long reserved = 0L;
      if (admitted) {
        // Mantle has separate input and output quotas and multiplies neither.
        settled = settled(facts, facts.outputTokens(), mantle ? Long.valueOf(1) : rate.burndown());
        reserved = reserved(facts, rate);
      }
      String row = row(facts, target, mantle);
      String source = facts.sourceRegion();
      QuotaUse use = null;
      if (row != null && model != null && source != null) {
        boolean unset = facts.maxTokensBasis() == QuotaMath.Basis.UNSET;
        use =
            new QuotaUse(
                new QuotaKey(account, source, model, row),
                workload,
                facts.startedAt(),
                facts.completedAt(),
                mantle && admitted ? settled(facts, Long.valueOf(0), null) : settled,
                reserved,
                admitted || throttled ? (unset ? rate.maximum : facts.maxTokens()) : null,
                admitted && unset,
                mantle ? output(facts, admitted) : QuotaUse.Output.TOGETHER,
                throttled);
      }
      return new Burn(row, mantle ? null : rate.burndown(), settled, reserved, use);
    }

    private static QuotaUse.Output output(Facts facts, boolean admitted) {
      return new QuotaUse.Output(true, admitted ? facts.outputTokens() : Long.valueOf(0));
    }

    private @Nullable Long settled(Facts facts, @Nullable Long output, @Nullable Long burndown) {
      return math.settle(facts.inputTokens(), facts.cacheWriteTokens(), output, burndown);
    }

    private @Nullable Long reserved(Facts facts, Rate rate) {
      return math.reserve(
          facts.inputTokens(),
          facts.cacheWriteTokens(),
          facts.cacheReadTokens(),
          facts.maxTokensBasis(),
          facts.maxTokens(),
          rate.maximum());
    }

    /** Rows change at midnight UTC only, so one day has one rate. */
    private Rate rate(String model, long at) {
      long day = Math.floorDiv(at, DAY);
      Rate rate = rates.get(model);
      if (rate == null || rate.day != day) {
        rate = new Rate(day, catalogue.burndown(model, at), catalogue.modelMaximum(model, at));
        rates.put(model, rate);
      }
      return rate;
    }

    private static @Nullable String row(Facts facts, Target target, boolean mantle) {
      if (mantle) {
        return "mantle";
      }
      ModelRef meant = target.meant();
      if (meant == null || !target.resolved() || "reserved".equals(facts.tier())) {
        return null;
      }
      return switch (meant.kind()) {
        case FOUNDATION -> "on-demand";
        case GEOGRAPHIC_PROFILE -> "cross-region";
        case GLOBAL_PROFILE -> "global";
        default -> null;
      };
    }

    private static boolean throttled(@Nullable String error) {
      return Errors.throttled(error) || error != null && error.startsWith("ServiceQuotaExceeded");
    }
  }
}
