package dev.landfall.core.testkit;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyException;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Thresholds;
import dev.landfall.core.policy.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Named accounts, Regions, models and calls for tests; every call is made at one fixed noon. */
public final class Samples {
  /** 2 November 2026, 12:00 UTC, epoch milliseconds. */
  public static final long NOON = Instant.parse("2026-11-02T12:00:00Z").toEpochMilli();

  public static final String ACCOUNT = "111122223333";
  public static final String OTHER_ACCOUNT = "444455556666";
  public static final String CALLER =
      "arn:aws:sts::111122223333:assumed-role/contact-centre-app/session-1";

  public static final String AUCKLAND = "ap-southeast-6";
  public static final String SYDNEY = "ap-southeast-2";
  public static final String MELBOURNE = "ap-southeast-4";
  public static final String SINGAPORE = "ap-southeast-1";
  public static final String LONDON = "eu-west-2";
  public static final String DUBLIN = "eu-west-1";
  public static final String FRANKFURT = "eu-central-1";
  public static final String OREGON = "us-west-2";

  public static final String SONNET = "anthropic.claude-sonnet-4-6";
  public static final String AU_SONNET = "au.anthropic.claude-sonnet-4-6";
  public static final String EU_SONNET = "eu.anthropic.claude-sonnet-4-6";
  public static final String GLOBAL_SONNET = "global.anthropic.claude-sonnet-4-6";
  public static final String NOVA = "amazon.nova-lite-v1:0";

  private Samples() {}

  public static CallSample call(String requestId) {
    return new CallSample(requestId);
  }

  /** One workload, {@code contact-centre}, for calls of {@link #CALLER}'s role. */
  public static PolicyHistory policy(String... allowed) {
    return policy(contactCentre(allowed));
  }

  public static PolicyHistory policy(Workload... workloads) {
    return new PolicyHistory(List.of(policyOf(List.of(workloads), List.of(), List.of())));
  }

  public static Policy policyOf(
      List<Workload> workloads, List<AppliedQuota> quotas, List<PolicyException> exceptions) {
    return new Policy(
        "2026-11-01",
        Instant.parse("2026-11-01T00:00:00Z").toEpochMilli(),
        Places.anywhere(),
        workloads,
        quotas,
        Thresholds.defaults(),
        exceptions);
  }

  public static Workload contactCentre(String... allowed) {
    return workload(
        "contact-centre",
        new Match(
            List.of(),
            List.of("arn:aws:sts::*:assumed-role/contact-centre-*"),
            List.of(),
            Map.of()),
        allowed);
  }

  public static Workload workload(String id, Match match, String... allowed) {
    return new Workload(id, null, null, match, Places.of(allowed), List.of(), null);
  }

  /**
   * A call under construction: what all its records share is set first, then each record is added
   * with what it alone says. Without changes the API event ends two seconds after noon, the
   * completion three, and the log speaks at noon; no record names a Region.
   */
  public static final class CallSample {
    private final String requestId;
    private String account = ACCOUNT;
    private String source = AUCKLAND;
    private String model = SONNET;
    private String principal = CALLER;
    private String operation = "Converse";
    private final List<Witness> witnesses = new ArrayList<>();

    private CallSample(String requestId) {
      this.requestId = requestId;
    }

    public CallSample account(String value) {
      account = value;
      return this;
    }

    public CallSample source(String value) {
      source = value;
      return this;
    }

    public CallSample model(String value) {
      model = value;
      return this;
    }

    public CallSample principal(String value) {
      principal = value;
      return this;
    }

    public CallSample operation(String value) {
      operation = value;
      return this;
    }

    public CallSample api() {
      return api(draft -> {});
    }

    public CallSample api(Consumer<Statement.Draft> change) {
      return add(WitnessKind.API, NOON + 2_000, model, change);
    }

    /** The completion names the model only, as an ARN of the source Region. */
    public CallSample completion(Consumer<Statement.Draft> change) {
      String last = model.substring(model.lastIndexOf('/') + 1);
      String base = last.replaceFirst("^(au|eu|us|jp|global)\\.", "");
      String arn = "arn:aws:bedrock:" + source + "::foundation-model/" + base;
      return add(WitnessKind.COMPLETION, NOON + 3_000, arn, change);
    }

    public CallSample log() {
      return log(draft -> {});
    }

    public CallSample log(Consumer<Statement.Draft> change) {
      return add(WitnessKind.LOG, NOON, model, change);
    }

    private CallSample add(
        WitnessKind kind, long at, String modelId, Consumer<Statement.Draft> change) {
      Statement.Draft draft = new Statement.Draft();
      draft.recordId = kind == WitnessKind.LOG ? null : requestId + "-" + kind;
      draft.eventAt = at;
      draft.sourceRegion = source;
      draft.operation = operation;
      draft.modelId = modelId;
      draft.principal = principal;
      change.accept(draft);
      Place place =
          new Place(PlaceKind.OBJECT, "logs/" + kind + "/" + requestId, witnesses.size(), 100);
      witnesses.add(
          new Witness(
              new CallKey("aws", account, requestId),
              kind,
              draft.build(),
              false,
              place,
              NOON + 60_000));
      return this;
    }

    public List<Witness> witnesses() {
      return List.copyOf(witnesses);
    }

    public Call build() {
      return witnesses.stream().map(Call::of).reduce(Call::merge).orElseThrow();
    }
  }
}
