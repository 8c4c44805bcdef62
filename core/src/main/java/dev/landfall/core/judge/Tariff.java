package dev.landfall.core.judge;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.ModelRef;
import dev.landfall.core.pairing.Errors;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaMath;
import dev.landfall.core.quota.QuotaUse;
import org.jspecify.annotations.Nullable;

/**
 * How a call burns quota: from which row, at which rate.
 *
 * <p>Missing: {@code row} null means no on-demand quota is known to be used: provisioned
 * throughput, the reserved tier, an unresolved profile. A refused or throttled call reserves and
 * settles nothing; AWS does not say so, it is the plain reading of "not admitted".
 *
 * @param burndown output multiplier as published; null: not known, or mantle, which has none
 * @param multiplier what output is multiplied with; null: not known
 * @param maximum the most output tokens the model can give; null: not known
 * @param key the quota row in full; null: not all of it is known
 * @param caller who takes from it: the workload
 * @param admitted false: it was refused or throttled
 */
public record Tariff(
    @Nullable String row,
    @Nullable Long burndown,
    @Nullable Long multiplier,
    @Nullable Long maximum,
    @Nullable QuotaKey key,
    String caller,
    boolean admitted,
    boolean throttled) {

  /** {@code ran}: the call was not refused before a model ran; {@code at}: when it was made. */
  static Tariff of(
      Circumstances c, Target target, String workload, boolean ran, Catalogue catalogue, long at) {
    String model = target.model();
    boolean mantle = c.endpoint() == Endpoint.MANTLE;
    Long burndown = model == null ? null : catalogue.burndown(model, at);
    String row = row(c, target, mantle);
    String source = c.sourceRegion();
    boolean throttled = throttled(c.errorCode());
    return new Tariff(
        row,
        mantle ? null : burndown,
        // Mantle has separate input and output quotas and multiplies neither.
        mantle ? Long.valueOf(1) : burndown,
        model == null ? null : catalogue.modelMaximum(model, at),
        row == null || model == null || source == null
            ? null
            : new QuotaKey(c.account(), source, model, row),
        workload,
        ran && !throttled,
        throttled);
  }

  @Nullable Long settled(Facts facts, QuotaMath math) {
    return admitted
        ? math.settle(
            facts.inputTokens(), facts.cacheWriteTokens(), facts.outputTokens(), multiplier)
        : Long.valueOf(0);
  }

  @Nullable Long reserved(Facts facts, QuotaMath math) {
    return admitted
        ? math.reserve(
            facts.inputTokens(),
            facts.cacheWriteTokens(),
            facts.cacheReadTokens(),
            facts.maxTokensBasis(),
            facts.maxTokens(),
            maximum)
        : Long.valueOf(0);
  }

  /** Null: no quota row is known. */
  @Nullable QuotaUse use(Facts facts, @Nullable Long settled, @Nullable Long reserved) {
    QuotaKey of = key;
    if (of == null) {
      return null;
    }
    boolean apart = of.countsOutputApart();
    boolean unset = facts.maxTokensBasis() == QuotaMath.Basis.UNSET;
    return new QuotaUse(
        of,
        caller,
        facts.startedAt(),
        facts.completedAt(),
        apart && admitted ? input(facts) : settled,
        reserved,
        admitted || throttled ? (unset ? maximum : facts.maxTokens()) : null,
        admitted && unset,
        apart ? output(facts) : QuotaUse.Output.TOGETHER,
        throttled);
  }

  /** What mantle counts against its input quota. */
  private static @Nullable Long input(Facts facts) {
    Long input = facts.inputTokens();
    Long written = facts.cacheWriteTokens();
    return input == null ? null : Long.valueOf(input + (written == null ? 0 : written));
  }

  private QuotaUse.Output output(Facts facts) {
    return new QuotaUse.Output(true, admitted ? facts.outputTokens() : Long.valueOf(0));
  }

  private static @Nullable String row(Circumstances c, Target target, boolean mantle) {
    if (mantle) {
      return "mantle";
    }
    ModelRef meant = target.meant();
    if (meant == null || !target.resolved() || "reserved".equals(c.tier())) {
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
