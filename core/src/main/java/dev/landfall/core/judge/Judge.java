package dev.landfall.core.judge;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.CatalogueRules;
import dev.landfall.core.detect.ClassificationRule;
import dev.landfall.core.detect.ExposureRule;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Landing;
import dev.landfall.core.detect.ResidencyRule;
import dev.landfall.core.detect.UnprovenRule;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.PairingLabel;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.policy.WorkloadFinder;
import dev.landfall.core.quota.QuotaMath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a call by the policy and the catalogue in force when it was made.
 *
 * <p>Shape: a pure function of the call; the same call always gives the same judgement. Threads:
 * confined to one, for it remembers ids, callers and rates it has met.
 */
public final class Judge {
  private static final SortedSet<String> NONE = Collections.emptySortedSet();

  private final PolicyHistory policies;
  private final Catalogue catalogue;
  private final IdentityHashMap<Policy, WorkloadFinder> finders = new IdentityHashMap<>();
  private final Target.Finder targets;
  private final Burn.Meter meter;
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
    this.policies = policy;
    this.catalogue = catalogue;
    this.targets = new Target.Finder(catalogue);
    this.meter = new Burn.Meter(catalogue, math);
    this.residency = new ResidencyRule(catalogue::country);
    this.unproven = new UnprovenRule(catalogue::country);
    this.exposure = new ExposureRule(catalogue::country);
  }

  public Judgement judge(Call call) {
    Facts facts = Facts.of(call);
    Policy policy = policies.at(facts.calledAt());
    Target target = targets.find(facts);
    Verdicts region = Verdicts.of(call, facts, target, catalogue);
    boolean canary = CanaryId.marks(call.key());
    Workload workload =
        canary
            ? Canary.workload(facts.sourceRegion())
            : finder(policy)
                .find(
                    call.key().account(),
                    facts.principal(),
                    facts.modelId(),
                    target.model(),
                    facts.metadata());
    boolean ran = region.verdict() != Verdict.NOT_RUN;
    List<Ground> grounds = grounds(landing(call, facts, policy, workload, target, region, ran));
    if (canary) {
      grounds = Canary.grounds(call.key().requestId(), grounds);
    }
    SortedSet<String> rules = rules(grounds);
    Burn burn = meter.read(call.key().account(), facts, target, ran);
    String inferenceRegion = region.region();
    return new Judgement(
        call,
        facts,
        target.model(),
        target.profile(),
        target.kind() == null ? null : target.kind().name(),
        PairingLabel.of(call),
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
        burn.row(),
        burn.burndown(),
        burn.settled(),
        burn.reserved(),
        canary ? null : burn.use(),
        grounds,
        rules);
  }

  private WorkloadFinder finder(Policy policy) {
    return finders.computeIfAbsent(policy, p -> new WorkloadFinder(p, catalogue::country));
  }

  private static Landing landing(
      Call call,
      Facts facts,
      Policy policy,
      Workload workload,
      Target target,
      Verdicts region,
      boolean ran) {
    return new Landing(
        facts.calledAt(),
        call.key().account(),
        facts.principal(),
        policy,
        workload,
        subjectOf(facts, target),
        target.standsFor(),
        target.profile() != null || target.routed(),
        target.routed(),
        target.destinations(),
        target.uncatalogued(),
        facts.sourceRegion(),
        regions(region),
        region.outsideCatalogue(),
        unproven(region),
        ran);
  }

  /** The profile where one was used, else the base model, else the id as written. */
  private static @Nullable String subjectOf(Facts facts, Target target) {
    if (target.profile() != null) {
      return target.profile();
    }
    String model = target.model();
    return model == null ? facts.modelId() : model;
  }

  private static SortedSet<String> regions(Verdicts region) {
    String implied = region.region();
    if (!region.named().isEmpty() || implied == null) {
      return region.named();
    }
    SortedSet<String> one = new TreeSet<>();
    one.add(implied);
    return one;
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
    return grounds.isEmpty() ? List.of() : Collections.unmodifiableList(grounds);
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
