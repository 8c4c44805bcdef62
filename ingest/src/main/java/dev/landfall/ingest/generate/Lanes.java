package dev.landfall.ingest.generate;

import static dev.landfall.ingest.generate.Lane.Kind.APPLICATION;
import static dev.landfall.ingest.generate.Lane.Kind.FOUNDATION;
import static dev.landfall.ingest.generate.Lane.Kind.GEOGRAPHIC;
import static dev.landfall.ingest.generate.Lane.Kind.GLOBAL;
import static dev.landfall.ingest.generate.Lane.Kind.MANTLE;
import static dev.landfall.ingest.generate.Lane.Kind.PROVISIONED;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scenario's lanes: four accounts, six source Regions, seven workloads and two roles that
 * nobody has classified.
 *
 * <p>Each limited workload meets a profile that can leave its places from one source Region only,
 * so that the number of its findings does not hang on whether a finding names its source.
 */
final class Lanes {
  static final String CX = "111122223333";
  static final String EU = "222233334444";
  static final String DATA = "333344445555";
  static final String BATCH = "444455556666";

  private static final String AKL = "ap-southeast-6";
  private static final String SYD = "ap-southeast-2";
  private static final String MEL = "ap-southeast-4";
  private static final String FRA = "eu-central-1";
  private static final String DUB = "eu-west-1";
  private static final String PAR = "eu-west-3";
  private static final String SONNET = "anthropic.claude-sonnet-4-6";
  private static final String OPUS = "anthropic.claude-opus-4-8";
  private static final String HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0";
  private static final String NOVA = "amazon.nova-lite-v1:0";

  private static final List<Op> TALK = List.of(Op.CONVERSE, Op.CONVERSE, Op.CONVERSE_STREAM);
  private static final List<Op> RAW = List.of(Op.INVOKE, Op.INVOKE_STREAM);
  private static final List<Op> ALL =
      List.of(Op.CONVERSE, Op.CONVERSE_STREAM, Op.INVOKE, Op.INVOKE_STREAM);
  private static final List<Op> ONE = List.of(Op.CONVERSE);

  /** The row that is filled near its quota. */
  static final Lane BUSY =
      profile("contact-centre", CX, "contact-centre-app", AKL, "au", SONNET)
          .to(AKL, SYD, AKL, SYD, MEL)
          .by(ALL)
          .weight(22);

  static final Lane SYDNEY =
      profile("contact-centre", CX, "contact-centre-ivr", SYD, "au", SONNET)
          .to(SYD, SYD, MEL)
          .by(TALK)
          .loggedAsArn()
          .weight(14);

  static final Lane SYDNEY_OPUS =
      profile("contact-centre", CX, "contact-centre-app", SYD, "au", OPUS)
          .to(SYD, MEL)
          .by(RAW)
          .weight(6);
  static final Lane SYDNEY_GLOBAL =
      profile("contact-centre", CX, "contact-centre-app", SYD, "global", SONNET)
          .to(SYD)
          .by(TALK)
          .weight(0);
  static final Lane RECORDS =
      foundation("records-nz", CX, "records-intake", AKL, HAIKU).by(ONE).weight(5);
  static final Lane RECORDS_ABROAD =
      foundation("records-nz", CX, "records-intake", SYD, HAIKU).by(ONE).weight(0);
  static final Lane CLAIMS =
      profile("claims-eu", EU, "claims-triage", FRA, "eu", OPUS)
          .to(FRA, DUB, PAR)
          .by(ALL)
          .weight(4);
  static final Lane CLAIMS_NOVA =
      profile("claims-eu", EU, "claims-triage", FRA, "eu", NOVA)
          .to(FRA, DUB, PAR)
          .by(TALK)
          .weight(0);
  static final Lane SUPPORT =
      profile("eu-support", EU, "eu-support-bot", FRA, "eu", SONNET)
          .to(FRA, FRA, "eu-north-1", "eu-south-1", "eu-south-2", DUB, PAR)
          .by(ALL)
          .weight(10);
  static final Lane SUPPORT_FROM_LONDON =
      profile("eu-support", EU, "eu-support-bot", "eu-west-2", "eu", SONNET)
          .to(DUB)
          .by(ONE)
          .weight(0);
  static final Lane SUPPORT_APPLICATION =
      opaque("eu-support", EU, "eu-support-bot", FRA, APPLICATION, "h7k2m9p4q1zt")
          .to(FRA, DUB)
          .by(RAW)
          .weight(0);
  static final Lane UK =
      profile("uk-desk", EU, "uk-desk-agent", "eu-west-2", "eu", SONNET)
          .to("eu-west-2", "eu-west-2", FRA, DUB, PAR, "eu-north-1", "eu-south-1", "eu-south-2")
          .by(ALL)
          .withoutBodies()
          .weight(6);
  static final Lane ANALYTICS =
      profile("analytics", DATA, "analytics-etl", "us-east-1", "us", SONNET)
          .to("us-east-1", "us-east-2", "us-west-2")
          .by(ALL)
          .weight(8);
  static final Lane ANALYTICS_GLOBAL =
      profile("analytics", DATA, "analytics-etl", "us-west-2", "global", SONNET)
          .to("us-west-2", "us-west-2", "ap-northeast-1", DUB, "eu-west-2", "sa-east-1", MEL)
          .by(ALL)
          .weight(4);
  static final Lane BATCH_LANE =
      profile("batch", BATCH, "nightly-runner", "us-west-2", "us", SONNET)
          .to("us-east-1", "us-east-2", "us-west-2")
          .by(ALL)
          .withoutLog()
          .weight(5);

  /** Of the scenes, from its usual Region and from the one it falls back to. */
  static final Lane FIELD =
      profile("field-service", DATA, "field-app", "us-east-1", "us", OPUS)
          .to("us-east-1")
          .by(ONE)
          .weight(0);

  static final Lane FIELD_WEST =
      foundation("field-service", DATA, "field-app", "us-west-2", HAIKU).by(ONE).weight(0);

  static final List<Lane> ORDINARY =
      List.of(
          BUSY,
          SYDNEY,
          SYDNEY_OPUS,
          RECORDS,
          CLAIMS,
          SUPPORT,
          profile("eu-support", EU, "eu-support-bot", FRA, "eu", NOVA)
              .to(FRA, "eu-north-1", DUB, PAR)
              .by(TALK)
              .weight(5),
          UK,
          ANALYTICS,
          profile("analytics", DATA, "analytics-report", "us-east-1", "us", OPUS)
              .to("us-east-1", "us-east-2", "us-west-2")
              .by(RAW)
              .asArn()
              .weight(3),
          profile("analytics", DATA, "analytics-etl", "us-east-1", "us", NOVA)
              .to("us-east-1", "us-east-2", "us-west-2")
              .by(TALK)
              .weight(4),
          ANALYTICS_GLOBAL,
          foundation("analytics", DATA, "analytics-etl", "us-east-1", NOVA)
              .by(TALK)
              .asArn()
              .weight(2),
          opaque("analytics", DATA, "analytics-etl", "us-west-2", PROVISIONED, "3c5f8x1d9w2b")
              .by(RAW)
              .weight(1),
          opaque("analytics", DATA, "analytics-report", "us-west-2", APPLICATION, "z4t8r2n6v0ya")
              .to("us-west-2", "us-east-1")
              .by(RAW)
              .weight(2),
          mantle("analytics", DATA, "analytics-agent", "us-east-1", OPUS).weight(1),
          profile("analytics", DATA, "analytics-apac", SYD, "apac", NOVA)
              .to(SYD, "ap-northeast-1")
              .by(TALK)
              .weight(1),
          profile("analytics", DATA, "analytics-eu", FRA, "eu", "amazon.nova-micro-v1:0")
              .to(FRA, DUB)
              .by(TALK)
              .weight(1),
          BATCH_LANE,
          foundation(Workload.UNMATCHED, DATA, "adhoc-notebook", "us-west-2", HAIKU)
              .by(ALL)
              .weight(2),
          foundation(Workload.UNMATCHED, CX, "sandbox-dev", SYD, NOVA).by(TALK).weight(2));

  /** Rows on which nothing runs but planted throttle episodes, one for each quota. */
  static final List<Throttled> THROTTLED =
      List.of(
          // Long answers are allowed and short ones come: what is reserved is never used.
          new Throttled(
              Limiter.Kind.RESERVATION,
              new Rush(400_000, 0, 700, 400, 32_000, 100, 9_000),
              profile("analytics", DATA, "analytics-etl", "us-west-2", "us", SONNET)
                  .to("us-west-2", "us-east-1")
                  .by(TALK)
                  .weight(0),
              profile(Workload.UNMATCHED, DATA, "adhoc-notebook", "us-west-2", "us", SONNET)
                  .to("us-west-2", "us-east-2")
                  .by(TALK)
                  .weight(0)),
          // Little is reserved, and the answer counts fifteen times when it has come.
          new Throttled(
              Limiter.Kind.SETTLEMENT,
              new Rush(400_000, 0, 500, 900, 700, 520, 3_000),
              profile("analytics", DATA, "analytics-etl", "us-east-1", "global", OPUS)
                  .to("us-east-1", "us-west-2")
                  .by(TALK)
                  .weight(0),
              profile(Workload.UNMATCHED, DATA, "adhoc-notebook", "us-east-1", "global", OPUS)
                  .to("us-east-1")
                  .by(TALK)
                  .weight(0)),
          // Small calls, too many of them.
          new Throttled(
              Limiter.Kind.REQUESTS,
              new Rush(4_000_000, 60, 500, 300, 512, 90, 700),
              foundation("analytics", DATA, "analytics-etl", "us-west-2", NOVA).by(TALK).weight(0),
              foundation(Workload.UNMATCHED, DATA, "adhoc-notebook", "us-west-2", NOVA)
                  .by(TALK)
                  .weight(0)));

  /**
   * How the calls of an episode are: quotas of the row, time between two calls of the rush, and
   * what an ordinary call brings. Units: milliseconds, tokens.
   *
   * @param requestsPerMinute 0: the row has no such quota
   */
  record Rush(
      long tokensPerMinute,
      long requestsPerMinute,
      long gapMs,
      int input,
      int maxTokens,
      int output,
      int latencyMs) {}

  /** A row of its own with two callers, of whom the first makes seven calls in ten. */
  record Throttled(Limiter.Kind kind, Rush rush, Lane lane, Lane other) {
    long tokensPerMinute() {
      return rush.tokensPerMinute;
    }

    long requestsPerMinute() {
      return rush.requestsPerMinute;
    }

    long gapMs() {
      return rush.gapMs;
    }

    CallPlan call(long startMs, Dice dice) {
      Lane of = dice.perMille(700) ? lane : other;
      CallPlan p = Traffic.whole(of, of.ops().get(dice.below(of.ops().size())), startMs, dice);
      p.metadata = false;
      p.maxTokens = rush.maxTokens;
      p.latencyMs = rush.latencyMs / 2 + (long) dice.below(rush.latencyMs);
      p.input = rush.input / 2 + (long) dice.below(rush.input);
      p.output = rush.output / 2 + (long) dice.below(rush.output);
      p.cacheSaid = false;
      p.cacheRead = 0;
      p.cacheWrite = 0;
      return p;
    }

    long reserves(CallPlan p) {
      return p.input + p.maxTokens;
    }

    long burns(CallPlan p) {
      return p.input + p.output * Atlas.burndown(lane.modelInCompletion());
    }
  }

  private Lanes() {}

  private static LaneDraft profile(
      String workload, String account, String role, String source, String prefix, String model) {
    Lane.Kind kind = prefix.equals("global") ? GLOBAL : GEOGRAPHIC;
    String id = prefix + '.' + model;
    return new LaneDraft(workload, account, role, source, kind, id, model, id);
  }

  private static LaneDraft foundation(
      String workload, String account, String role, String source, String model) {
    return new LaneDraft(workload, account, role, source, FOUNDATION, model, model, null);
  }

  private static LaneDraft mantle(
      String workload, String account, String role, String source, String model) {
    return new LaneDraft(workload, account, role, source, MANTLE, model, model, null)
        .by(List.of(Op.CREATE_INFERENCE))
        .withoutLog();
  }

  /** An ARN that does not tell its model. */
  private static LaneDraft opaque(
      String workload, String account, String role, String source, Lane.Kind kind, String id) {
    String type = kind == APPLICATION ? "application-inference-profile" : "provisioned-model";
    String arn = "arn:aws:bedrock:" + source + ':' + account + ':' + type + '/' + id;
    @Nullable String profile = kind == APPLICATION ? arn : null;
    return new LaneDraft(workload, account, role, source, kind, arn, null, profile);
  }
}
