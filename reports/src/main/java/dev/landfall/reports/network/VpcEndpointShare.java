package dev.landfall.reports.network;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.Row;
import dev.landfall.reports.lake.Sql;

/**
 * How many of the latest calls came over a VPC endpoint.
 *
 * <p>CloudTrail names the endpoint of a call that used one and leaves the field out otherwise; the
 * invocation log never says. So only calls that CloudTrail told of are counted.
 *
 * @param calls latest calls that CloudTrail told of
 * @param overEndpoint of these, calls over a VPC endpoint
 */
public record VpcEndpointShare(long calls, long overEndpoint) {
  public static final Sql QUERY = Sql.of(VpcEndpointShare.class, "latest_evidence");

  public static VpcEndpointShare read(LakeSession session) {
    long calls = 0;
    long over = 0;
    for (Row row : session.rows(QUERY)) {
      if (row.get("evidence") instanceof byte[] evidence) {
        Slot api = CallCodec.decode(evidence).slot(WitnessKind.API);
        if (api != null && api.present()) {
          calls++;
          over += Boolean.TRUE.equals(api.effective().vpcEndpoint()) ? 1 : 0;
        }
      }
    }
    return new VpcEndpointShare(calls, over);
  }
}
