package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;

/** Fixed witnesses whose coded forms are written down in {@link CallCodecTest}. */
final class GoldenCalls {
  static final CallKey KEY =
      new CallKey("aws", "012345678901", "7c9e6679-7425-40de-944b-e07fc1f90ae7");
  private static final long NOON = 1_793_534_400_000L;
  private static final String LOGS = "s3://logs/AWSLogs/012345678901/";

  private GoldenCalls() {}

  /** A stream's three records, as nearly every call has them. */
  static Call usual() {
    Statement.Draft api = draft(NOON, "ConverseStream");
    api.recordId = "550e8400-e29b-41d4-a716-446655440000";
    Statement.Draft end = draft(NOON + 1_500, "ConverseStream");
    end.recordId = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    end.principal = null;
    end.inferenceRegion = "ap-southeast-4";
    end.inputTokens = 210L;
    end.outputTokens = 1_012L;
    return Call.merge(
        Call.merge(
            Call.of(witness(KEY, WitnessKind.API, api, false, "CloudTrail/x_1.json.gz", 4_096)),
            Call.of(witness(KEY, WitnessKind.COMPLETION, end, false, "CloudTrail/x_2.json.gz", 0))),
        Call.of(log()));
  }

  static Witness log() {
    Statement.Draft log = draft(NOON - 200, "ConverseStream");
    log.inferenceRegion = "ap-southeast-4";
    log.inputTokens = 210L;
    log.outputTokens = 1_012L;
    log.cacheReadTokens = 0L;
    log.cacheWriteTokens = 0L;
    log.maxTokens = 4_096L;
    log.latencyMs = 1_640L;
    log.firstTokenMs = 310L;
    log.bodyRead = true;
    return witness(KEY, WitnessKind.LOG, log, false, "BedrockModelInvocationLogs/y.json.gz", 77);
  }

  /** All that is seldom: other ids, a copy elsewhere, corrections, every flag, metadata. */
  static Call odd() {
    CallKey key = new CallKey("aws-iso", "1234", "REQUEST-É");
    Statement.Draft first = new Statement.Draft();
    first.recordId = "550E8400-E29B-41D4-A716-446655440000";
    first.eventAt = -1;
    first.sourceRegion = "xx-nowhere-1";
    first.endpoint = Endpoint.MANTLE;
    first.principal = "";
    first.errorCode = "ThrottlingException";
    first.tier = "priority";
    first.inputTokens = -3L;
    first.outputTokens = Long.MAX_VALUE;
    first.maxTokens = Long.MIN_VALUE;
    first.guardrailBlocked = true;
    first.vpcEndpoint = true;
    first.bearerToken = false;
    first.metadata.put("team", "Größe €😀");
    Statement.Draft copy = new Statement.Draft();
    copy.recordId = "copy";
    copy.inferenceRegion = "us-west-2";
    Statement.Draft correction = new Statement.Draft();
    correction.recordId = "correction";
    correction.eventAt = 9;
    correction.dataEvent = true;
    correction.inferenceRegion = "xx-nowhere-1";
    Statement.Draft nameless = new Statement.Draft();
    nameless.eventAt = Long.MAX_VALUE;
    nameless.vpcEndpoint = false;
    return Call.merge(
        Call.merge(
            Call.of(witness(key, WitnessKind.API, first, false, "a", 0)),
            Call.of(witness(key, WitnessKind.API, copy, false, "b", 1))),
        Call.merge(
            Call.of(witness(key, WitnessKind.API, correction, true, "b", 2)),
            Call.of(witness(key, WitnessKind.COMPLETION, nameless, true, "", Long.MAX_VALUE))));
  }

  private static Statement.Draft draft(long at, String operation) {
    Statement.Draft draft = new Statement.Draft();
    draft.eventAt = at;
    draft.sourceRegion = "ap-southeast-2";
    draft.operation = operation;
    draft.modelId = "au.anthropic.claude-sonnet-4-6";
    draft.principal = "arn:aws:sts::012345678901:assumed-role/contact-centre-agent/call-1";
    return draft;
  }

  private static Witness witness(
      CallKey key,
      WitnessKind kind,
      Statement.Draft said,
      boolean addendum,
      String object,
      long offset) {
    Place place = new Place(PlaceKind.OBJECT, LOGS + object, offset, 900);
    return new Witness(key, kind, said.build(), addendum, place, NOON + 300_000 + offset);
  }
}
