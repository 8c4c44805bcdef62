package dev.landfall.ingest.sink;

import dev.landfall.core.alert.Advice;
import dev.landfall.core.alert.AlertState;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.policy.PolicyHistory;
import java.util.List;

/** Notices for the tests of this package. */
final class Notices {
  static final long AT = 1_790_000_000_000L;
  static final Wording WORDING =
      new Wording(
          new Advice(PolicyHistory.open(), Catalogue.shipped()::country),
          "https://landfall.example.com");

  private Notices() {}

  static Notice of(NoticeKind kind, String id, String workload, String profile, String region) {
    return of(kind, id, "residency-breach", workload, profile, region, List.of());
  }

  static Notice of(
      NoticeKind kind,
      String id,
      String rule,
      String workload,
      String profile,
      String region,
      List<String> lines) {
    AlertState state = kind == NoticeKind.RESOLVE ? AlertState.SUPERSEDED : AlertState.OPEN;
    FindingRevision f =
        new FindingRevision(
            id,
            3,
            true,
            rule,
            Severity.CRITICAL,
            "111122223333",
            workload,
            profile,
            region,
            "arn:aws:iam::111122223333:user/kim.person",
            1_234,
            AT - 600_000,
            AT - 1_000,
            "A headline that names arn:aws:iam::111122223333:user/kim.person",
            "0f3c9a1e-6a55-4a0e-9a53-7a1d1f1f8e22",
            null,
            null,
            null);
    String key = id + "-1-1" + (kind == NoticeKind.UNDELIVERED ? "-undelivered-oncall" : "");
    return new Notice(id, key, kind, state, "group", f, AT - 500_000, AT, lines);
  }

  static Notice breach(NoticeKind kind) {
    return of(kind, "a41c09d2e77b3f10", "contact-centre", "apac.model-v1:0", "ap-southeast-1");
  }
}
