package dev.landfall.jobs.audittrail;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids by which operators find their state again. A released one is never renamed or reused. */
final class Uids {
  static final String PAIR = "pair-witnesses";
  static final String JUDGE = "judge-calls";
  static final String EVIDENCE_ROWS = "select-evidence-rows";
  static final String EVIDENCE = "watch-evidence";
  static final String SOURCES = "watch-sources";
  static final String FINDINGS = "tally-findings";
  static final String LEDGER = "keep-ledger";
  static final String RATES = "keep-rates";
  static final String CALLERS = "watch-callers";
  static final String COUNT = "count-rows";
  static final String LIVE = "live-view";
  static final String ALERTS = "alert-desk";
  static final String LAKE = "write-lake";
  static final String CALLS = "write-calls";
  static final String PUBLISH = "publish-lake";

  private Uids() {}

  /** Follows the source's own id, so that adding or moving another leaves its state in place. */
  static String source(String sourceId) {
    return "source-" + named(sourceId);
  }

  /** Of the operator that puts a stream's rows together. */
  static String spans(String sourceId) {
    return "gather-spans-" + named(sourceId);
  }

  static String sort(String sourceId) {
    return "sort-parcels-" + named(sourceId);
  }

  private static String named(String sourceId) {
    return UUID.nameUUIDFromBytes(sourceId.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
