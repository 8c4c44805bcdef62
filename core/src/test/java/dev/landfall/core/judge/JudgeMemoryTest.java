package dev.landfall.core.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.CatalogueFile;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyException;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Thresholds;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.quota.QuotaMath;
import dev.landfall.core.testkit.Samples;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of a call like it never changes what is said of a call. */
class JudgeMemoryTest {
  private static final long DAY = 86_400_000;
  private static final long CHANGE = Instant.parse("2026-11-10T09:30:00Z").toEpochMilli();
  private static final String ARN =
      "arn:aws:bedrock:ap-southeast-6:111122223333:application-inference-profile/abc";
  private static final String ROLE = "arn:aws:sts::111122223333:assumed-role/loader/";
  private static final Catalogue CATALOGUE =
      Catalogue.shipped()
          .with(
              List.of(
                  new CatalogueFile(
                      "application_profiles",
                      "applications.csv",
                      """
                      arn,model_or_profile,valid_from,valid_to,source
                      %1$s,au.anthropic.claude-sonnet-4-6,2026-11-01,2026-11-12,test
                      %1$s,global.anthropic.claude-sonnet-4-6,2026-11-12,,test
                      """
                          .formatted(ARN)),
                  new CatalogueFile(
                      "burndown",
                      "burndown.csv",
                      """
                      model,multiplier,chosen,valid_from,valid_to,source
                      anthropic.claude-sonnet-4-6,7,yes,2026-11-11,2026-11-13,test
                      """)));
  private static final PolicyHistory POLICIES =
      new PolicyHistory(List.of(policy("first", 0, "AU", "NZ"), policy("then", CHANGE, "AU")));

  /** Times around each change: of the policy, an exception's days, the catalogue's days. */
  private static final long[] TIMES = {
    CHANGE - 1,
    CHANGE,
    CHANGE + 1,
    day(9),
    day(9) - 1,
    day(11),
    day(12) - 1,
    day(12),
    day(13),
    day(14) - 1,
    day(14),
    0,
    day(300),
    -DAY
  };

  /** Calls are of so many kinds, each made at many times and with many amounts. */
  private static final int KINDS = 60;

  private static final Judge REMEMBERING = new Judge(POLICIES, CATALOGUE);
  private static final Judge FORGETFUL = new Judge(POLICIES, CATALOGUE, QuotaMath.userGuide(), 3);

  @Property(tries = 100)
  void a_judgement_is_the_same_whatever_was_judged_before(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      Call call = call(new Random(random.nextInt(KINDS)), random, "r-" + i);
      Judgement expected = new Judge(POLICIES, CATALOGUE).judge(call);
      for (Judge judge : List.of(REMEMBERING, FORGETFUL)) {
        Judgement actual = judge.judge(call);
        assertThat(actual).isEqualTo(expected);
        assertThat(actual.grounds()).isEqualTo(expected.grounds());
        assertThat(CallRows.row(actual, RevisionLabel.FINAL).encode())
            .isEqualTo(CallRows.row(expected, RevisionLabel.FINAL).encode());
      }
    }
  }

  @Test
  void calls_that_differ_in_time_and_tokens_alone_share_a_decision() {
    Judge judge = new Judge(POLICIES, CATALOGUE);
    Decision first = judge.judge(sonnet(CHANGE, 10)).decision();
    assertThat(judge.judge(sonnet(CHANGE + 5, 900)).decision()).isSameAs(first);
    assertThat(judge.judge(sonnet(CHANGE - 1, 10)).decision().policyVersion()).isEqualTo("first");
  }

  @Test
  void metadata_that_no_rule_asks_for_makes_no_decision_of_its_own() {
    Judge judge = new Judge(POLICIES, CATALOGUE);
    Decision first = judge.judge(labelled("team-0")).decision();
    for (int i = 1; i < 100; i++) {
      assertThat(judge.judge(labelled("team-" + i)).decision()).isSameAs(first);
    }
    assertThat(judge.judge(labelled("strict")).decision()).isNotSameAs(first);
    Labels labels = new Labels(POLICIES);
    assertThat(labels.of(new TreeMap<>(Map.of("team", "strict"))))
        .isNotEqualTo(labels.of(new TreeMap<>(Map.of("team", "lax"))))
        .doesNotHaveSameHashCodeAs(labels.of(new TreeMap<>(Map.of("team", "lax"))));
  }

  private static Call labelled(String team) {
    return Samples.call("r-" + team).log(d -> d.metadata.put("team", team)).build();
  }

  private static Call sonnet(long at, long tokens) {
    return Samples.call("r-" + tokens)
        .log(
            d -> {
              d.eventAt = at;
              d.inputTokens = tokens;
            })
        .build();
  }

  private static Call call(Random random, Random vary, String id) {
    String account = random.nextBoolean() ? "111122223333" : "222233334444";
    Call call = null;
    int mask = 1 + random.nextInt(7);
    for (WitnessKind kind : WitnessKind.values()) {
      if ((mask & 1 << kind.ordinal()) != 0) {
        int copies = random.nextInt(8) == 0 ? 2 : 1;
        for (int n = 0; n < copies; n++) {
          Call one = Call.of(witness(random, vary, account, id, kind, n));
          call = call == null ? one : Call.merge(call, one);
        }
      }
    }
    if (call == null) {
      throw new IllegalStateException("the mask holds at least one kind");
    }
    return call;
  }

  private static Witness witness(
      Random random, Random vary, String account, String id, WitnessKind kind, int copy) {
    Statement.Draft d = new Statement.Draft();
    d.recordId = "e-" + random.nextInt(3);
    d.eventAt = TIMES[vary.nextInt(TIMES.length)] + vary.nextInt(2);
    d.sourceRegion = pick(random, Samples.AUCKLAND, Samples.SYDNEY, "xx-nowhere-1", null);
    d.operation = pick(random, "Converse", "ConverseStream", "InvokeModel", null);
    d.endpoint =
        kind == WitnessKind.API && random.nextInt(6) == 0 ? Endpoint.MANTLE : Endpoint.RUNTIME;
    d.modelId =
        pick(random, Samples.SONNET, Samples.AU_SONNET, Samples.GLOBAL_SONNET, ARN, "odd", null);
    String principal = pick(random, Samples.CALLER, "arn:aws:iam::1:user/odd", ROLE, null);
    boolean session = ROLE.equals(principal);
    d.principal = session ? principal + pick(vary, "one", "two", "x-three", "") : principal;
    d.errorCode = pick(random, null, null, "ThrottlingException", "AccessDenied", "Odd");
    d.inferenceRegion = pick(random, Samples.SYDNEY, Samples.SINGAPORE, "xx-odd-1", null, null);
    d.inputTokens = tokens(vary);
    d.outputTokens = tokens(vary);
    d.cacheReadTokens = tokens(vary);
    d.cacheWriteTokens = tokens(vary);
    d.maxTokens = tokens(vary);
    d.bodyRead = random.nextBoolean();
    d.latencyMs = vary.nextInt(3) == 0 ? Long.valueOf(vary.nextInt(5_000) - 50) : null;
    d.guardrailBlocked = random.nextInt(5) == 0;
    d.dataEvent = random.nextInt(5) == 0;
    d.tier = pick(random, null, null, "reserved", "odd");
    if (random.nextInt(3) == 0) {
      d.metadata.put("team", vary.nextBoolean() ? "strict" : "other");
    }
    return new Witness(
        new dev.landfall.core.model.CallKey("aws", account, id),
        kind,
        d.build(),
        random.nextInt(6) == 0,
        new Place(PlaceKind.OBJECT, "object-" + kind, copy, 9),
        d.eventAt + 1_000);
  }

  private static @Nullable Long tokens(Random random) {
    int n = random.nextInt(5);
    return n == 0 ? null : n == 1 ? Long.valueOf(0) : Long.valueOf(random.nextInt(9_000));
  }

  private static @Nullable String pick(Random random, @Nullable String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private static long day(int ofNovember) {
    return Instant.parse("2026-11-01T00:00:00Z").toEpochMilli() + (ofNovember - 1) * DAY;
  }

  private static Policy policy(String version, long from, String... allowed) {
    Workload strict =
        new Workload(
            "strict",
            null,
            null,
            new Match(List.of(), List.of(), List.of(), new TreeMap<>(Map.of("team", "strict"))),
            Places.of("NZ"),
            List.of("global"),
            null);
    return new Policy(
        version,
        from,
        Places.anywhere(),
        List.of(
            strict,
            Samples.contactCentre(allowed),
            Samples.workload(
                "by-session",
                new Match(List.of(), List.of("*/loader/x-*"), List.of(), new TreeMap<>()),
                "AU")),
        List.of(),
        Thresholds.defaults(),
        List.of(
            new PolicyException(
                "EX-1",
                "contact-centre",
                Places.of(Samples.SINGAPORE),
                "a drill",
                "someone",
                LocalDate.of(2026, 11, 9),
                LocalDate.of(2026, 11, 13))));
  }
}
