package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.probe.ProbeOperation;
import dev.landfall.core.probe.QuotaTrial;
import dev.landfall.core.probe.QuotaTrial.Result;
import dev.landfall.core.probe.QuotaTrial.Terms;
import dev.landfall.core.probe.TokenPrices;
import dev.landfall.core.quota.QuotaKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries how a quota behaves, with one target of a plan.
 *
 * <p>It presses the quota to its limit for moments, so other callers of the account may be
 * throttled then: it never runs unasked. The plan's caps hold; its pace does not.
 */
public final class QuotaWindowRun {
  private static final double LOAD = 0.05;
  private static final long LEAST_CACHED = 4_500;
  private static final long MOST_CACHED = 100_000;
  private static final int MOST_AT_ONCE = 200;
  private static final long MINUTE = 60_000;

  private final ProbePlan plan;
  private final PlannedTarget target;
  private final QuotaKey quota;
  private final Terms terms;
  private final TokenPrices prices;
  private final long burndown;
  private final @Nullable String account;

  private QuotaWindowRun(
      ProbePlan plan,
      PlannedTarget target,
      QuotaKey quota,
      Terms terms,
      TokenPrices prices,
      long burndown,
      @Nullable String account) {
    this.plan = plan;
    this.target = target;
    this.quota = quota;
    this.terms = terms;
    this.prices = prices;
    this.burndown = burndown;
    this.account = account;
  }

  /** What was found, and the row for the catalogue. */
  public record Found(QuotaKey quota, Result result, String runId) {}

  /**
   * Works out the trial; refuses a target for which it could say nothing.
   *
   * @param name target of the plan; null: the first
   */
  public static QuotaWindowRun of(
      ProbePlan plan,
      @Nullable String name,
      Catalogue catalogue,
      PolicyHistory policies,
      long atMillis)
      throws ProbeProblem {
    PlannedTarget target = target(plan, name);
    if (target.operation() != ProbeOperation.CONVERSE) {
      throw problem(plan, target, "wants operation: Converse, whose counts tell the cache apart");
    }
    QuotaKey key = QuotaPace.key(target, plan.account(), catalogue, atMillis);
    AppliedQuota applied = QuotaPace.applied(key, policies.at(atMillis));
    Long tokens = applied == null ? null : applied.tokensPerMinute();
    if (applied == null || tokens == null) {
      throw problem(
          plan,
          target,
          "needs the applied quota: state tokens_per_minute of %s under 'quotas:' in the policy"
              .formatted(key.text()));
    }
    Long multiplier = catalogue.burndown(key.model(), atMillis);
    TokenPrices own = target.prices();
    TokenPrices prices =
        own != null ? own : TokenPrices.of(catalogue, target.ref(), target.region(), atMillis);
    if (prices == null) {
      throw problem(plan, target, "has no price; add usd_per_million: { in: …, out: … }");
    }
    int fence = (int) Math.max(1, (tokens + target.maxTokens() - 1) / target.maxTokens());
    long cached = Math.max(LEAST_CACHED, (long) (tokens * LOAD / fence));
    if (fence > MOST_AT_ONCE || fence > plan.concurrency() || cached > MOST_CACHED) {
      throw problem(
          plan,
          target,
          "needs %,d requests at once to reserve %,d tokens a minute with max_tokens %,d; raise max_tokens up to the model's maximum, and concurrency up to %d"
              .formatted(fence, tokens, target.maxTokens(), MOST_AT_ONCE));
    }
    Terms terms = new Terms(tokens, target.maxTokens(), LOAD, cached, MINUTE, plan.seed());
    return new QuotaWindowRun(
        plan,
        target,
        new QuotaKey(applied.account(), key.sourceRegion(), key.model(), key.quotaRow()),
        terms,
        prices,
        multiplier == null ? 1 : multiplier,
        plan.account());
  }

  private static PlannedTarget target(ProbePlan plan, @Nullable String name) throws ProbeProblem {
    for (PlannedTarget target : plan.targets()) {
      if (name == null || target.name().equals(name)) {
        return target;
      }
    }
    throw new ProbeProblem(
        "%s: there is no target '%s'; there are: %s"
            .formatted(
                plan.file(),
                name,
                String.join(", ", plan.targets().stream().map(PlannedTarget::name).toList())));
  }

  private static ProbeProblem problem(ProbePlan plan, PlannedTarget target, String what) {
    return new ProbeProblem(
        "%s: target '%s': the window test %s".formatted(plan.file(), target.name(), what));
  }

  /** What it will do, for people. */
  public String text() {
    long trials = QuotaTrial.worstTrials();
    return """
    window test of quota %s, %,d tokens a minute, with %s of %s
    up to %d trials of three phases for each of two questions, %d requests at once in each; up to 3 hours
    each phase burns at most %,d tokens and reserves up to the whole quota for moments: other callers may be throttled then
    likely cost at most %.2f US$; one volley reserves up to %.2f US$ against the caps (run %.2f US$, %,d requests, %,d tokens)
    """
        .formatted(
            quota.text(),
            terms.quotaTokens(),
            target.modelId(),
            target.region(),
            trials,
            terms.fence(),
            terms.loadTokens(),
            2.0 * trials * 3 * prices.worst(terms.loadTokens() + 400L * terms.fence(), 8) / 1e9,
            prices.worst(4 * terms.quotaTokens() / 100 + 600L * terms.fence(), terms.quotaTokens())
                / 1e9,
            plan.caps().run().usd(),
            plan.caps().run().requests(),
            plan.caps().run().tokens());
  }

  /** Runs the trials; {@code say} hears of each volley. */
  public Found run(Path lake, Catalogue catalogue, Clock clock, Consumer<String> say)
      throws Exception {
    String told = ProbeCredentials.account();
    RoundTrips roundTrips = new RoundTrips(List.of(target));
    if (!roundTrips.measure().isEmpty()) {
      throw new ProbeProblem("the endpoint " + target.host() + " cannot be reached");
    }
    String runId = ProbeRun.newId(clock);
    Path folder = ProbeFolder.of(lake);
    try (ProbeClients clients = new ProbeClients(plan.concurrency(), plan.timeout())) {
      Sender sender =
          new Sender(
              new BedrockCaller(clients, catalogue, runId, plan.timeout()),
              catalogue,
              roundTrips,
              runId,
              plan.sha256(),
              account == null ? told : account);
      Bookkeeper books =
          new Bookkeeper(
              SpendLedger.in(folder), new SampleFiles(folder, runId), plan.caps(), Map.of(), runId);
      BedrockBench bench =
          new BedrockBench(
              target,
              quota.text(),
              plan.seed(),
              prices,
              burndown,
              sender,
              books,
              StopSwitch.of(lake),
              clock,
              say);
      Result result = QuotaTrial.run(bench, terms);
      return new Found(quota, result, runId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
