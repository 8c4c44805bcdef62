package dev.landfall.reports.sample;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.FindingTally;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.judge.CallRows;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Thresholds;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A small invented day of traffic, judged by core: the rows a job would have written.
 *
 * <p>Seven calls of one account: three agreed (one of them with a repeat), one that only the trail
 * names, outside; one in conflict; one throttled; one that nobody places.
 */
public final class Sample {
  public static final String ACCOUNT = "111122223333";
  public static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
  public static final String AU_PROFILE = "au.anthropic.claude-sonnet-4-6";
  public static final String MODEL = "anthropic.claude-sonnet-4-6";

  /** New Zealand and Australia only, and a quota of 6,000 tokens a minute from Auckland. */
  public static final PolicyHistory POLICY =
      new PolicyHistory(
          List.of(
              new Policy(
                  "2026-11-01",
                  Instant.parse("2026-11-01T00:00:00Z").toEpochMilli(),
                  Places.anywhere(),
                  List.of(
                      new Workload(
                          "contact-centre",
                          null,
                          null,
                          new Match(List.of(ACCOUNT), List.of(), List.of(), Map.of()),
                          Places.of("NZ", "AU"),
                          List.of(),
                          null)),
                  List.of(
                      new AppliedQuota(
                          ACCOUNT, "ap-southeast-6", MODEL, "cross-region", 6000L, null)),
                  Thresholds.defaults(),
                  List.of())));

  private final Map<CallKey, Call> calls = new TreeMap<>();
  private PolicyHistory policy = POLICY;
  private long records;

  /** Judged by another policy from here on. */
  public Sample under(PolicyHistory other) {
    policy = other;
    return this;
  }

  public static Sample day() {
    Sample sample = new Sample();
    sample.both("a1", 0, "ap-southeast-6");
    sample.both("a2", 60, "ap-southeast-2");
    sample.both("a3", 120, "ap-southeast-4");
    sample.add("a3", WitnessKind.LOG, 120, "again.json.gz", said("ap-southeast-4"));
    sample.add("b1", WitnessKind.API, 180, "trail.json.gz", said("ap-southeast-1"));
    sample.add("c1", WitnessKind.API, 240, "trail.json.gz", said("ap-southeast-2"));
    sample.add("c1", WitnessKind.LOG, 240, "log.json.gz", said("ap-southeast-1"));
    sample.add("d1", WitnessKind.API, 300, "trail.json.gz", Sample::throttled);
    sample.add("e1", WitnessKind.LOG, 360, "log.json.gz", Sample::unplaced);
    return sample;
  }

  /** Both families name the Region. */
  public void both(String id, long second, String region) {
    add(id, WitnessKind.API, second, "trail.json.gz", said(region));
    add(id, WitnessKind.LOG, second, "log.json.gz", said(region));
  }

  public void add(
      String id, WitnessKind kind, long second, String file, Consumer<Statement.Draft> words) {
    CallKey key = new CallKey("aws", ACCOUNT, "request-" + id);
    Statement.Draft draft = new Statement.Draft();
    draft.eventAt = NOON.plusSeconds(second).toEpochMilli();
    draft.recordId = kind == WitnessKind.LOG ? null : "event-" + id;
    draft.sourceRegion = "ap-southeast-6";
    draft.operation = "Converse";
    draft.modelId = AU_PROFILE;
    draft.principal = "arn:aws:sts::" + ACCOUNT + ":assumed-role/contact-centre-web/s1";
    words.accept(draft);
    Witness witness =
        new Witness(
            key,
            kind,
            draft.build(),
            false,
            new Place(PlaceKind.OBJECT, "file:///logs/" + file, 1000 * second, 900),
            draft.eventAt + 300_000);
    calls.merge(key, Call.of(witness), Call::merge);
    records++;
  }

  /** 200 in, 1,000 out: 5,200 quota tokens at five times. */
  public static Consumer<Statement.Draft> said(String region) {
    return draft -> {
      draft.inferenceRegion = region;
      draft.inputTokens = 200L;
      draft.outputTokens = 1000L;
      draft.maxTokens = 1000L;
      draft.bodyRead = true;
      draft.latencyMs = 2000L;
    };
  }

  private static void throttled(Statement.Draft draft) {
    draft.errorCode = "ThrottlingException";
  }

  private static void unplaced(Statement.Draft draft) {
    draft.modelId = "global.anthropic.claude-sonnet-4-6";
    draft.inputTokens = 10L;
    draft.outputTokens = 1L;
  }

  public List<Judgement> judgements() {
    Judge judge = new Judge(policy, Catalogue.shipped());
    return calls.values().stream().map(judge::judge).toList();
  }

  /** Every row of the day: calls, findings, quota minutes and the objects they came from. */
  public List<LakeRow> rows() {
    List<LakeRow> rows = new ArrayList<>();
    Map<String, FindingTally> findings = new TreeMap<>();
    Map<String, QuotaLedger> ledgers = new TreeMap<>();
    for (Judgement judgement : judgements()) {
      rows.add(CallRows.row(judgement, RevisionLabel.FINAL));
      for (Ground ground : judgement.grounds()) {
        findings.computeIfAbsent(ground.findingId(), id -> FindingTally.empty()).add(ground);
      }
      if (judgement.quota() != null) {
        String key = judgement.quota().key().text();
        ledgers.computeIfAbsent(key, text -> new QuotaLedger()).add(judgement.quota());
      }
    }
    findings.values().forEach(tally -> rows.add(tally.row(1)));
    ledgers.forEach((key, ledger) -> rows.addAll(minutes(QuotaKey.parse(key), ledger)));
    rows.add(object("file:///logs/AWSLogs/trail.json.gz", "cloudtrail", records, 4));
    rows.addAll(evidence());
    return rows;
  }

  private static List<LakeRow> minutes(QuotaKey key, QuotaLedger ledger) {
    AppliedQuota applied =
        POLICY
            .at(NOON.toEpochMilli())
            .quota(key.account(), key.sourceRegion(), key.model(), key.quotaRow());
    return ledger.dirtyMinutes().stream()
        .map(ledger::minute)
        .filter(minute -> !minute.isEmpty())
        .map(minute -> minute.row(key, applied, 1))
        .toList();
  }

  /** An object of so many witnesses; four ignored, one reject and one change beside them. */
  public static LakeRow object(String uri, String kind, long witnesses, long ignored) {
    return new LakeRow(LakeTable.OBJECTS)
        .set("uri", uri)
        .set("sha256", "ab".repeat(32))
        .set("kind", kind)
        .set("account", ACCOUNT)
        .set("region", "ap-southeast-6")
        .setMillis("covers_from_at", NOON.toEpochMilli())
        .set("size_bytes", 1000L)
        .set("raw_bytes", 4000L)
        .set("records", witnesses + ignored + 2)
        .set("witness_records", witnesses)
        .set("addendum_records", 0L)
        .set("change_records", 1L)
        .set("ignored_records", ignored)
        .set("ignored_reasons", "{\"control-plane\":1,\"not-bedrock\":" + (ignored - 1) + "}")
        .set("rejected_records", 1L)
        .setMillis("first_event_at", NOON.toEpochMilli())
        .setMillis("last_event_at", NOON.plusSeconds(360).toEpochMilli())
        .set("status", "read")
        .setMillis("modified_at", NOON.toEpochMilli())
        .setMillis("first_seen_at", NOON.toEpochMilli())
        .set("revision", 1L);
  }

  private static List<LakeRow> evidence() {
    LakeRow reject =
        new LakeRow(LakeTable.REJECTS)
            .set("uri", "file:///logs/AWSLogs/trail.json.gz")
            .set("offset_bytes", 77L)
            .set("reason", "bad-json")
            .set("length_bytes", 12L)
            .set("sha256", "cd".repeat(32))
            .setMillis("arrived_at", NOON.toEpochMilli());
    LakeRow surface =
        new LakeRow(LakeTable.SURFACES)
            .set("partition", "aws")
            .set("account", ACCOUNT)
            .set("region", "ap-southeast-6")
            .set("event_id", "s1")
            .set("surface", "batch")
            .set("operation", "CreateModelInvocationJob")
            .setMillis("seen_at", NOON.toEpochMilli());
    LakeRow change =
        new LakeRow(LakeTable.CHANGES)
            .set("partition", "aws")
            .set("account", ACCOUNT)
            .set("region", "ap-southeast-6")
            .set("event_id", "c1")
            .set("change", "logging-off")
            .set("operation", "DeleteModelInvocationLoggingConfiguration")
            .setMillis("changed_at", NOON.toEpochMilli());
    return List.of(reject, surface, change);
  }
}
