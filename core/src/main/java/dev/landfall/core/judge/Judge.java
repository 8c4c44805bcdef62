package dev.landfall.core.judge;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.CatalogueRules;
import dev.landfall.core.detect.ClassificationRule;
import dev.landfall.core.detect.ExposureRule;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Landing;
import dev.landfall.core.detect.ResidencyRule;
import dev.landfall.core.detect.UnprovenRule;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.NamedRegions;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.policy.WorkloadFinder;
import dev.landfall.core.quota.QuotaMath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a call by the policy and the catalogue in force when it was made.
 *
 * <p>Shape: a pure function of the call; the same call always gives the same judgement. What the
 * rules say is decided once for calls of equal circumstances and remembered, for a million calls
 * have some hundred circumstances; amounts are each call's own. Threads: confined to one, for it
 * remembers ids, callers and decisions it has met.
 */
public final class Judge {
  private static final SortedSet<String> NONE = Collections.emptySortedSet();

  /** Some kilobytes each, so a tenth of a small heap at most. */
  private static final int REMEMBERED = 1 << 13;

  private final PolicyHistory policies;
  private final Catalogue catalogue;
  private final QuotaMath math;
  private final Spans spans;
  private final Callers callers;
  private final Labels labels;
  private final int remembered;
  private final Map<Circumstances, Decision> decisions = new HashMap<>();
  private final IdentityHashMap<Policy, WorkloadFinder> finders = new IdentityHashMap<>();
  private final Target.Finder targets;
  private final ResidencyRule residency;
  private final UnprovenRule unproven;
  private final ExposureRule exposure;
  private final ClassificationRule classification = new ClassificationRule();
  private final CatalogueRules catalogueRules = new CatalogueRules();

  public Judge(PolicyHistory policy, Catalogue catalogue) {
    this(policy, catalogue, QuotaMath.userGuide());
  }

  /**
   * @param math whether cache reads are reserved, where AWS contradicts itself
   */
  public Judge(PolicyHistory policy, Catalogue catalogue, QuotaMath math) {
    this(policy, catalogue, math, REMEMBERED);
  }

  /** {@code remembered}: decisions kept at most; with none each call is decided on its own. */
  Judge(PolicyHistory policy, Catalogue catalogue, QuotaMath math, int remembered) {
    this.policies = policy;
    this.catalogue = catalogue;
    this.math = math;
    this.spans = new Spans(policy, catalogue);
    this.callers = new Callers(policy);
    this.labels = new Labels(policy);
    this.remembered = remembered;
    this.targets = new Target.Finder(catalogue);
    this.residency = new ResidencyRule(catalogue::country);
    this.unproven = new UnprovenRule(catalogue::country);
    this.exposure = new ExposureRule(catalogue::country);
  }

  public Judgement judge(Call call) {
    Facts facts = Facts.of(call);
    Circumstances alike =
        Circumstances.of(
            call,
            facts,
            callers.of(facts.principal()),
            labels.of(facts.metadata()),
            spans.at(facts.calledAt()));
    if (Canary.marks(call)) {
      Decision planted = decide(alike, facts.calledAt(), call.key().requestId());
      return new Judgement(call, facts, planted, null, null, null);
    }
    Decision decision = decisions.get(alike);
    if (decision == null) {
      decision = decide(alike, facts.calledAt(), null);
      remember(alike, decision);
    }
    Tariff tariff = decision.tariff();
    Long settled = tariff.settled(facts, math);
    Long reserved = tariff.reserved(facts, math);
    return new Judgement(
        call, facts, decision, settled, reserved, tariff.use(facts, settled, reserved));
  }

  private void remember(Circumstances alike, Decision decision) {
    if (decisions.size() >= remembered) {
      decisions.clear();
    }
    if (remembered > 0) {
      decisions.put(alike, decision);
    }
  }

  /**
   * {@code at} only looks up what is the same at any time of the span.
   *
   * @param canary request id of a planted call, whose finding is its own; null: the call is real
   */
  private Decision decide(Circumstances c, long at, @Nullable String canary) {
    Policy policy = policies.at(at);
    Target target = targets.find(c, at);
    Verdicts region = Verdicts.of(c, target, catalogue);
    Workload workload =
        canary != null
            ? Canary.workload(c.sourceRegion())
            : finder(policy)
                .find(
                    c.account(),
                    c.caller().principal(),
                    c.modelId(),
                    target.model(),
                    c.label().metadata());
    boolean ran = region.verdict() != Verdict.NOT_RUN;
    List<Ground> grounds = grounds(landing(c, at, policy, workload, target, region, ran));
    if (canary != null) {
      grounds = Canary.grounds(canary, grounds);
    }
    SortedSet<String> rules = rules(grounds);
    String inferenceRegion = region.region();
    return new Decision(
        target.model(),
        target.profile(),
        target.kind() == null ? null : target.kind().name(),
        c.pairing(),
        region.verdict(),
        region.reason(),
        region.trail(),
        region.log(),
        target.destinations().isClosed() ? target.destinations().regions() : null,
        inferenceRegion,
        inferenceRegion == null ? null : catalogue.country(inferenceRegion),
        !region.outsideCatalogue().isEmpty(),
        workload,
        placement(region.verdict(), workload, rules),
        policy.version(),
        catalogue.version(),
        Tariff.of(c, target, workload.id(), ran, catalogue, at),
        grounds,
        rules,
        findingIds(grounds));
  }

  private WorkloadFinder finder(Policy policy) {
    return finders.computeIfAbsent(policy, p -> new WorkloadFinder(p, catalogue::country));
  }

  private static Landing landing(
      Circumstances c,
      long at,
      Policy policy,
      Workload workload,
      Target target,
      Verdicts region,
      boolean ran) {
    return new Landing(
        at,
        c.account(),
        c.caller().role(),
        policy,
        workload,
        subjectOf(c, target),
        target.standsFor(),
        target.profile() != null || target.routed(),
        target.routed(),
        target.destinations(),
        target.uncatalogued(),
        c.sourceRegion(),
        regions(region),
        region.outsideCatalogue(),
        unproven(region),
        ran);
  }

  /** The profile where one was used, else the base model, else the id as written. */
  private static @Nullable String subjectOf(Circumstances c, Target target) {
    if (target.profile() != null) {
      return target.profile();
    }
    String model = target.model();
    return model == null ? c.modelId() : model;
  }

  private static SortedSet<String> regions(Verdicts region) {
    String implied = region.region();
    if (!region.named().isEmpty() || implied == null) {
      return region.named();
    }
    return NamedRegions.of(implied);
  }

  private static @Nullable String unproven(Verdicts region) {
    return switch (region.verdict()) {
      case BOUNDED -> Landing.BOUNDED;
      case CONFLICT -> Landing.CONFLICT;
      case UNKNOWN -> region.reason();
      case AGREED, TRAIL_ONLY_NAMED, LOG_ONLY_NAMED, NOT_RUN, BY_RULE -> null;
    };
  }

  private List<Ground> grounds(Landing landing) {
    List<Ground> grounds = new ArrayList<>(4);
    residency.check(landing, grounds);
    unproven.check(landing, grounds);
    exposure.check(landing, grounds);
    classification.check(landing, grounds);
    catalogueRules.check(landing, grounds);
    grounds.replaceAll(ground -> ground.dated(0));
    return List.copyOf(grounds);
  }

  private static SortedSet<String> findingIds(List<Ground> grounds) {
    SortedSet<String> ids = new TreeSet<>();
    grounds.forEach(ground -> ids.add(ground.findingId()));
    return ids;
  }

  private static SortedSet<String> rules(List<Ground> grounds) {
    if (grounds.isEmpty()) {
      return NONE;
    }
    SortedSet<String> rules = new TreeSet<>();
    grounds.forEach(ground -> rules.add(ground.rule()));
    return rules;
  }

  /** A breach first: prompts that reached an outside Region did so even if the call was refused. */
  private static Placement placement(Verdict verdict, Workload workload, SortedSet<String> rules) {
    if (rules.contains(ResidencyRule.SPEC.id())) {
      return Placement.OUTSIDE;
    }
    if (verdict == Verdict.NOT_RUN) {
      return Placement.NOT_RUN;
    }
    if (!workload.allowed().limited()) {
      return Placement.UNLIMITED;
    }
    return rules.contains(UnprovenRule.SPEC.id()) ? Placement.UNPROVEN : Placement.INSIDE;
  }
}
