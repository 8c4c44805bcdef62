package dev.landfall.ingest.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * A quota that the generated policy applies.
 *
 * @param requestsPerMinute 0: none is applied
 */
record QuotaRow(Lane lane, long tokensPerMinute, long requestsPerMinute) {

  /**
   * The rows of the scenario; the busiest row's quota is what is given, the others' four times it.
   *
   * @param episodes the rows of throttle episodes too
   */
  static List<QuotaRow> all(long busyTokensPerMinute, boolean episodes) {
    List<QuotaRow> rows = new ArrayList<>();
    rows.add(new QuotaRow(Lanes.BUSY, busyTokensPerMinute, 0));
    for (Lane lane : List.of(Lanes.SUPPORT, Lanes.ANALYTICS, Lanes.ANALYTICS_GLOBAL)) {
      rows.add(new QuotaRow(lane, busyTokensPerMinute * 4, 0));
    }
    for (Lanes.Throttled row : episodes ? Lanes.THROTTLED : List.<Lanes.Throttled>of()) {
      rows.add(new QuotaRow(row.lane(), row.tokensPerMinute(), row.requestsPerMinute()));
    }
    return rows;
  }

  String key() {
    return key(lane);
  }

  static String key(Lane lane) {
    return String.join(
        "|", lane.account(), lane.source(), "" + lane.model(), "" + lane.kind().quotaRow);
  }
}
