package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import dev.landfall.core.lake.LiveSnapshot.Flow;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Invented live snapshots, around one fixed noon, and how a job puts them in place. */
final class Snapshots {
  static final long NOON = Instant.parse("2026-11-18T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private Snapshots() {}

  /** Everything the page can show: all placements, severities, quota levels, a troubled source. */
  static LiveSnapshot rich() {
    return new LiveSnapshot(
        NOON,
        NOON - 2 * HOUR,
        Map.of(
            "records_read", 13_418L,
            "calls", 4_210L,
            "duplicates", 212L,
            "ignored", 4_871L,
            "rejected", 3L,
            "late", 1L),
        Map.of("BOTH", 3_702L, "TRAIL_ONLY", 391L, "LOG_ONLY", 117L),
        Map.of(
            "AGREED", 3_268L,
            "TRAIL_ONLY_NAMED", 301L,
            "LOG_ONLY_NAMED", 96L,
            "CONFLICT", 4L,
            "NOT_RUN", 143L,
            "BY_RULE", 319L,
            "BOUNDED", 52L,
            "UNKNOWN", 27L),
        flows(),
        findings(),
        quota(),
        List.of(
            new SourceState(
                "directory:logs",
                "directory",
                "/srv/landfall/logs",
                NOON - 400,
                NOON - 15 * MINUTE,
                1_284,
                null,
                NOON - 3 * MINUTE),
            new SourceState(
                "directory:audit",
                "directory",
                "/srv/landfall/audit-account",
                NOON - 26 * MINUTE,
                NOON - 3 * HOUR,
                96,
                "one folder cannot be listed: permission denied",
                null)),
        NOON - 4_000);
  }

  private static List<Flow> flows() {
    return List.of(
        new Flow("ap-southeast-6", "ap-southeast-2", "INSIDE", 1_412),
        new Flow("ap-southeast-6", "ap-southeast-4", "INSIDE", 688),
        new Flow("ap-southeast-6", "ap-southeast-6", "INSIDE", 402),
        new Flow("ap-southeast-6", "us-west-2", "OUTSIDE", 7),
        new Flow("ap-southeast-6", "ap-southeast-1", "OUTSIDE", 4),
        new Flow("ap-southeast-6", null, "UNPROVEN", 22),
        new Flow("ap-southeast-6", null, "NOT_RUN", 96),
        new Flow("ap-southeast-2", "ap-southeast-2", "INSIDE", 421),
        new Flow("ap-southeast-2", "ap-southeast-4", "INSIDE", 153),
        new Flow("ap-southeast-2", null, "UNPROVEN", 5),
        new Flow("eu-central-1", "eu-central-1", "INSIDE", 244),
        new Flow("eu-central-1", "eu-west-3", "INSIDE", 121),
        new Flow("eu-central-1", "eu-west-2", "OUTSIDE", 1),
        new Flow("eu-central-1", null, "UNPROVEN", 4),
        new Flow("us-east-1", "us-east-1", "UNLIMITED", 291),
        new Flow("us-east-1", "us-east-2", "UNLIMITED", 187),
        new Flow("us-east-1", "us-west-2", "UNLIMITED", 105),
        new Flow("us-east-1", null, "NOT_RUN", 47));
  }

  private static List<OpenFinding> findings() {
    return List.of(
        finding(
            "a41c09d2e77b3f10",
            "residency-breach",
            "critical",
            "contact-centre",
            "us-west-2",
            7,
            "Prompts of contact-centre ran in us-west-2, Oregon, United States"),
        finding(
            "5b02f7716cc9ab33",
            "residency-breach",
            "critical",
            "contact-centre",
            "ap-southeast-1",
            4,
            "Prompts of contact-centre ran in ap-southeast-1, Singapore"),
        finding(
            "9e1fd0047a2c5b61",
            "residency-breach",
            "critical",
            "claims-eu",
            "eu-west-2",
            1,
            "A prompt of claims-eu ran in eu-west-2, London, United Kingdom"),
        finding(
            "17c3bd94e0f8a265",
            "evidence-gap",
            "error",
            null,
            null,
            1,
            "Invocation logging was switched off in eu-central-1"),
        finding(
            "e2a94c5d10b7f386",
            "profile-exposure",
            "error",
            "contact-centre",
            null,
            11,
            "contact-centre used global.anthropic.claude-sonnet-4-6, whose destinations are open"),
        finding(
            "3d6b80f1ca254e97",
            "residency-unproven",
            "warning",
            "contact-centre",
            null,
            27,
            "No record shows where 27 calls of contact-centre ran"),
        finding(
            "c08e57a3b96d1f42",
            "quota-pressure",
            "warning",
            null,
            null,
            3,
            "anthropic.claude-sonnet-4-6 reached 91.4 % of its cross-region quota in ap-southeast-6"),
        finding(
            "70f5e21b8d4ca936",
            "workload-unclassified",
            "info",
            null,
            null,
            630,
            "No workload of the policy covers role/data-science-sandbox"));
  }

  private static OpenFinding finding(
      String id,
      String rule,
      String severity,
      String workload,
      String region,
      long n,
      String head) {
    return new OpenFinding(
        id,
        rule,
        severity,
        "111122223333",
        workload,
        null,
        region,
        null,
        n,
        n == 1 ? NOON - 5 * HOUR : NOON - 20 * HOUR,
        NOON - 5 * HOUR,
        head);
  }

  private static List<BusyRow> quota() {
    String sonnet = "anthropic.claude-sonnet-4-6";
    return List.of(
        busy("ap-southeast-6", sonnet, "cross-region", 148_200, 182_800, 200_000L, 3),
        busy("ap-southeast-2", sonnet, "cross-region", 151_000, 171_400, 200_000L, 0),
        busy(
            "eu-central-1",
            "anthropic.claude-haiku-4-5",
            "cross-region",
            402_000,
            588_000,
            600_000L,
            12),
        busy("us-east-1", "amazon.nova-lite-v1:0", "on-demand", 90_400, 121_000, 1_000_000L, 0),
        busy("us-east-1", "anthropic.claude-opus-5", "global", 61_000, 64_200, null, 0));
  }

  private static BusyRow busy(
      String region,
      String model,
      String row,
      long settled,
      long peak,
      Long quota,
      long throttled) {
    return new BusyRow(
        "111122223333",
        region,
        model,
        row,
        NOON - 9 * MINUTE,
        settled,
        peak,
        peak - settled,
        57,
        throttled,
        quota);
  }

  static LiveSnapshot writtenAt(LiveSnapshot s, long millis) {
    return new LiveSnapshot(
        millis,
        s.asOf(),
        s.totals(),
        s.pairing(),
        s.verdicts(),
        s.flows(),
        s.findings(),
        s.quota(),
        s.sources(),
        s.checkpointedAt());
  }

  static LiveSnapshot with(
      LiveSnapshot s, long writtenAt, List<Flow> flows, List<OpenFinding> findings) {
    return new LiveSnapshot(
        writtenAt,
        s.asOf(),
        s.totals(),
        s.pairing(),
        s.verdicts(),
        flows,
        findings,
        s.quota(),
        s.sources(),
        s.checkpointedAt());
  }

  /** As the job does it: written beside, then moved over. */
  static void put(Path lake, LiveSnapshot snapshot) {
    try {
      Path folder = Files.createDirectories(lake.resolve("_live"));
      Path beside = Files.writeString(folder.resolve(".next"), Json.text(snapshot));
      Files.move(
          beside,
          folder.resolve("snapshot.json"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
