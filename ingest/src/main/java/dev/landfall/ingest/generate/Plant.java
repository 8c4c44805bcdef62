package dev.landfall.ingest.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The cases that must be in every set of traffic, in the order they are planted.
 *
 * <p>Shape: each starts from a whole, successful call of its lane, which the case then bends.
 */
record Plant(String name, Lane lane, Op op, Consumer<CallPlan> bend) {

  private static final String SINGAPORE = "ap-southeast-1";
  private static final String NZ = "ap-southeast-6";

  /** Cases that show a breach come early, so that short traffic has them too. */
  static final List<Plant> ALL =
      List.of(
          plant("breach-seen-by-both", Lanes.BUSY, Op.CONVERSE, p -> names(p, SINGAPORE)),
          plant("breach-by-rule", Lanes.RECORDS_ABROAD, Op.CONVERSE, Plant::silent),
          plant("global-served-abroad", Lanes.SYDNEY_GLOBAL, Op.CONVERSE, Plant::abroad),
          plant("conflict-one-outside", Lanes.CLAIMS_NOVA, Op.CONVERSE, Plant::conflictOutside),
          plant("breach-seen-by-log-only", Lanes.CLAIMS, Op.CONVERSE, Plant::logOnlyOutside),
          plant("source-outside", Lanes.SUPPORT_FROM_LONDON, Op.CONVERSE, p -> {}),
          plant("unresolved-profile-silent", Lanes.SUPPORT_APPLICATION, Op.INVOKE, Plant::silent),
          plant("unresolved-profile-inside", Lanes.SUPPORT_APPLICATION, Op.INVOKE_STREAM, p -> {}),
          plant("conflict-inside", Lanes.BUSY, Op.CONVERSE, Plant::conflictInside),
          plant("global-stayed-home", Lanes.SYDNEY_GLOBAL, Op.CONVERSE_STREAM, p -> {}),
          plant("global-guardrail", Lanes.SYDNEY_GLOBAL, Op.INVOKE, Plant::blocked),
          plant("guardrail-blocked", Lanes.SYDNEY_OPUS, Op.INVOKE, Plant::blocked),
          plant("bounded-outside", Lanes.CLAIMS, Op.CONVERSE, Plant::silent),
          plant("bounded-inside", Lanes.SUPPORT, Op.CONVERSE, Plant::silent),
          plant("one-way-route", Lanes.SYDNEY_OPUS, Op.INVOKE_STREAM, p -> names(p, NZ)),
          plant("conflict-corrected", Lanes.BUSY, Op.CONVERSE, Plant::correctedConflict),
          plant("region-supplied-later", Lanes.SUPPORT, Op.INVOKE, Plant::suppliedLater),
          plant("completion-alone", Lanes.ANALYTICS, Op.CONVERSE_STREAM, Plant::completionAlone),
          plant("trail-missing", Lanes.SYDNEY, Op.CONVERSE, Plant::trailMissing),
          plant("log-missing", Lanes.SUPPORT, Op.CONVERSE, Plant::logMissing),
          plant("completion-missing", Lanes.UK, Op.CONVERSE_STREAM, Plant::completionMissing),
          plant("api-event-missing", Lanes.BUSY, Op.CONVERSE_STREAM, p -> p.hasApi = false),
          plant("trail-late", Lanes.SYDNEY, Op.CONVERSE_STREAM, p -> p.lateTrail = true),
          plant("log-late", Lanes.BUSY, Op.INVOKE_STREAM, p -> p.lateLog = true),
          plant("records-repeated", Lanes.UK, Op.INVOKE_STREAM, Plant::repeated),
          plant("data-event-copies", Lanes.ANALYTICS, Op.INVOKE_STREAM, p -> p.dataCopies = true),
          plant("validation-by-rule", Lanes.RECORDS, Op.CONVERSE, p -> fails(p, "Validation")),
          plant("validation-bounded", Lanes.SYDNEY, Op.CONVERSE, p -> fails(p, "Validation")),
          plant(
              "validation-unknown",
              Lanes.ANALYTICS_GLOBAL,
              Op.CONVERSE,
              p -> fails(p, "Validation")),
          plant("throttled", Lanes.BATCH_LANE, Op.CONVERSE, p -> fails(p, "Throttling")),
          plant("denied", Lanes.SUPPORT, Op.CONVERSE, p -> fails(p, "AccessDenied")),
          plant("not-found", Lanes.ANALYTICS, Op.CONVERSE, p -> fails(p, "ResourceNotFound")),
          plant("body-in-s3", Lanes.SUPPORT, Op.CONVERSE, p -> p.bodyInS3 = true));

  /** How many of the first cases show a breach. */
  private static final int BREACHES = 6;

  /** CloudTrail only: throttled and denied calls are not known to reach the invocation log. */
  private static final Set<String> TRAIL_ONLY = Set.of("Throttling", "AccessDenied");

  /** For watching: between any two other cases one that shows a breach. */
  static List<Plant> mostlyBreaches() {
    List<Plant> plants = new ArrayList<>();
    for (int i = BREACHES; i < ALL.size(); i++) {
      plants.add(ALL.get(i % BREACHES));
      plants.add(ALL.get(i));
    }
    return plants;
  }

  private static Plant plant(String name, Lane lane, Op op, Consumer<CallPlan> bend) {
    return new Plant(name, lane, op, bend);
  }

  /** Turns a success into a failure of the named kind, without tokens and without a Region. */
  static void fails(CallPlan p, String kind) {
    p.error = kind + "Exception";
    if (kind.equals("AccessDenied") && (p.seed >>> 16 & 1) == 0) {
      p.error = kind; // CloudTrail drops the suffix for some authorisation failures
    }
    silent(p);
    nothingCounted(p);
    p.latencyMs = 12 + (p.seed >>> 20 & 31);
    p.firstTokenMs = 0;
    p.hasCompletion = false;
    p.repeatCompletion = false;
    p.hasLog = p.hasLog && !TRAIL_ONLY.contains(kind);
    p.repeatLog = p.repeatLog && p.hasLog;
  }

  static void blocked(CallPlan p) {
    p.guardrail = true;
    silent(p);
    nothingCounted(p);
  }

  /** Nobody names a Region. */
  static void silent(CallPlan p) {
    p.apiRegion = null;
    p.completionRegion = null;
    p.logRegion = null;
  }

  private static void nothingCounted(CallPlan p) {
    p.apiTokens = false;
    p.completionTokens = false;
    p.logTokens = false;
  }

  static void names(CallPlan p, String region) {
    p.apiRegion = p.apiRegion == null ? null : region;
    p.completionRegion = p.completionRegion == null ? null : region;
    p.logRegion = p.logRegion == null ? null : region;
  }

  private static void abroad(CallPlan p) {
    names(p, (p.seed & 1) == 0 ? "us-west-2" : "eu-west-1");
  }

  private static void conflictOutside(CallPlan p) {
    p.apiRegion = "eu-west-3";
    p.logRegion = "eu-north-1";
  }

  private static void logOnlyOutside(CallPlan p) {
    p.apiRegion = null;
    p.apiTokens = false;
    p.logRegion = "eu-south-1";
  }

  private static void conflictInside(CallPlan p) {
    p.apiRegion = "ap-southeast-2";
    p.logRegion = "ap-southeast-4";
  }

  private static void correctedConflict(CallPlan p) {
    p.apiRegion = SINGAPORE;
    p.logRegion = "ap-southeast-2";
    p.amendedRegion = "ap-southeast-2";
  }

  private static void suppliedLater(CallPlan p) {
    p.apiRegion = null;
    p.logRegion = null;
    p.amendedRegion = "eu-west-1";
  }

  private static void completionAlone(CallPlan p) {
    p.hasApi = false;
    p.hasLog = false;
  }

  private static void trailMissing(CallPlan p) {
    p.hasApi = false;
    p.hasCompletion = false;
  }

  private static void logMissing(CallPlan p) {
    p.hasLog = false;
  }

  private static void completionMissing(CallPlan p) {
    p.hasCompletion = false;
  }

  private static void repeated(CallPlan p) {
    p.repeatApi = true;
    p.repeatCompletion = p.hasCompletion;
    p.repeatLog = p.hasLog;
  }
}
