package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.probe.ProbePace;
import dev.landfall.core.probe.ProbePace.Limit;
import dev.landfall.core.probe.ProbePurpose;
import dev.landfall.core.probe.ProbeSchedule.Due;
import dev.landfall.core.probe.TokenPrices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run will send, worked out before it starts: what a dry run prints and a run follows.
 *
 * <p>Shape: asks in the order they are due, warm-up first. Targets take turns in blocks, each block
 * in an order of its own from the seed, so that no target has the better hour. Units: due times are
 * nanoseconds from the start; money is nano-dollars.
 *
 * @param warmUps so many of the first asks are warm-up
 * @param measureFrom when the schedule proper begins, nanoseconds from the start
 * @param stretchedBy how much later the last request falls due than the plan's schedule has it, for
 *     the sake of the pace
 */
public record ProbeOutline(
    ProbePlan plan,
    List<Ask> asks,
    int warmUps,
    long measureFrom,
    long stretchedBy,
    Map<String, TokenPrices> prices,
    Map<String, Limit> limits,
    long worstTokens,
    long worstNanoUsd) {
  private static final long WARM_UP_PAUSE = 250_000_000L;

  /**
   * One request to send.
   *
   * @param rate requests per second that the schedule offers then
   * @param quotaTokens what its quota is thought to reserve
   * @param worstTokens the most it can use
   * @param worstNanoUsd the most it can cost
   */
  record Ask(
      int number,
      PlannedTarget target,
      ProbePurpose purpose,
      long dueNanos,
      double rate,
      String quota,
      long quotaTokens,
      long worstTokens,
      long worstNanoUsd) {}

  private record Draft(PlannedTarget target, ProbePurpose purpose, long nanos, double rate) {}

  public ProbeOutline {
    asks = List.copyOf(asks);
  }

  /** Works it out; refuses a model without a price and a request that no pace allows. */
  public static ProbeOutline of(
      ProbePlan plan,
      @Nullable String account,
      Catalogue catalogue,
      PolicyHistory policies,
      long atMillis)
      throws ProbeProblem {
    Policy policy = policies.at(atMillis);
    Map<String, TokenPrices> prices = prices(plan, catalogue, atMillis);
    Map<String, String> quotas = new HashMap<>();
    Map<String, Limit> limits = new LinkedHashMap<>();
    for (PlannedTarget target : plan.targets()) {
      var key = QuotaPace.key(target, account, catalogue, atMillis);
      quotas.put(target.name(), key.text());
      limits.put(key.text(), QuotaPace.limit(key, policy, plan));
    }
    List<Draft> drafts = new ArrayList<>();
    long measureFrom = warmUps(plan, drafts);
    int warmUps = drafts.size();
    measured(plan, measureFrom, drafts);
    long[] placed = place(drafts, quotas, limits);
    List<Ask> asks = new ArrayList<>();
    long tokens = 0;
    long nanoUsd = 0;
    for (int i = 0; i < placed.length; i++) {
      Ask ask = ask(plan, i, drafts.get(i), placed[i], quotas, prices);
      tokens += ask.worstTokens();
      nanoUsd += ask.worstNanoUsd();
      asks.add(ask);
    }
    int last = placed.length - 1;
    long stretched = placed.length == 0 ? 0 : placed[last] - drafts.get(last).nanos();
    long from = warmUps < placed.length ? Math.min(placed[warmUps], measureFrom + stretched) : 0;
    return new ProbeOutline(plan, asks, warmUps, from, stretched, prices, limits, tokens, nanoUsd);
  }

  private static Map<String, TokenPrices> prices(ProbePlan plan, Catalogue catalogue, long atMillis)
      throws ProbeProblem {
    Map<String, TokenPrices> prices = new HashMap<>();
    for (PlannedTarget target : plan.targets()) {
      TokenPrices own = target.prices();
      TokenPrices price =
          own != null ? own : TokenPrices.of(catalogue, target.ref(), target.region(), atMillis);
      if (price == null) {
        throw new ProbeProblem(
            "%s: target '%s': the catalogue has no price in force for %s called at %s, so no cap on money could hold. Add rows to prices.csv in the catalogue folder, or usd_per_million: { in: …, out: … } to the target"
                .formatted(plan.file(), target.name(), target.modelId(), target.region()));
      }
      prices.put(target.name(), price);
    }
    return prices;
  }

  private static long warmUps(ProbePlan plan, List<Draft> drafts) {
    long at = 0;
    for (int round = 0; round < plan.warmUp(); round++) {
      for (PlannedTarget target : plan.targets()) {
        drafts.add(new Draft(target, ProbePurpose.WARM_UP, at, 1e9 / WARM_UP_PAUSE));
        at += WARM_UP_PAUSE;
      }
    }
    return at;
  }

  private static void measured(ProbePlan plan, long from, List<Draft> drafts) {
    SplittableRandom dice = new SplittableRandom(plan.seed() ^ 0x5DEECE66DL);
    List<PlannedTarget> turn = new ArrayList<>();
    for (Due due : plan.schedule().due(plan.seed())) {
      if (turn.isEmpty()) {
        turn.addAll(plan.targets());
      }
      PlannedTarget target = turn.remove(dice.nextInt(turn.size()));
      drafts.add(new Draft(target, ProbePurpose.MEASURE, from + due.nanos(), due.perSecond()));
    }
  }

  private static long[] place(
      List<Draft> drafts, Map<String, String> quotas, Map<String, Limit> limits)
      throws ProbeProblem {
    List<ProbePace.Wish> wishes = new ArrayList<>();
    for (Draft draft : drafts) {
      String quota = quotas.getOrDefault(draft.target().name(), "");
      wishes.add(new ProbePace.Wish(draft.nanos(), quota, quotaTokens(draft.target())));
    }
    try {
      return ProbePace.place(wishes, limits);
    } catch (ProbePace.TooLarge e) {
      throw new ProbeProblem(
          e.getMessage()
              + ". Lower prompt_tokens or max_tokens, state the applied quota under 'quotas:' in the policy, or raise pace.share or pace.unknown_quota in the plan");
    }
  }

  private static Ask ask(
      ProbePlan plan,
      int i,
      Draft draft,
      long nanos,
      Map<String, String> quotas,
      Map<String, TokenPrices> prices) {
    PlannedTarget target = draft.target();
    TokenPrices price = prices.get(target.name());
    if (price == null) {
      throw new IllegalStateException("no price for " + target.name());
    }
    long input = Prompt.of(target, plan.seed(), i).mostTokens();
    return new Ask(
        i,
        target,
        draft.purpose(),
        nanos,
        draft.rate(),
        quotas.getOrDefault(target.name(), ""),
        quotaTokens(target),
        input + target.maxTokens(),
        price.worst(input, target.maxTokens()));
  }

  private static long quotaTokens(PlannedTarget target) {
    return (long) target.promptTokens() + target.maxTokens();
  }

  /** From the start to the last due time, nanoseconds. */
  public long nanos() {
    return asks.isEmpty() ? 0 : asks.get(asks.size() - 1).dueNanos();
  }
}
