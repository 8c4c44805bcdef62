package dev.landfall.web.cli;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.doctor.Line;
import dev.landfall.reports.Window;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeSession;
import dev.landfall.reports.lake.LakeUnavailable;
import dev.landfall.reports.network.VpcEndpointShare;

/** The share of calls over a VPC endpoint, as far as the lake tells. */
final class VpcEndpointLine {
  private static final String NAME = "vpc-endpoint";

  private VpcEndpointLine() {}

  static Line of(LakePlace place) {
    if (!(place instanceof LakePlace.Folder local)) {
      return Line.unknown(
          NAME, "calls", "the lake is in a bucket; it is not fetched for this", null);
    }
    try (Lake lake = Lake.open(local.folder(), LakeOptions.besideTheJob());
        LakeSession session = lake.session(Window.all())) {
      return of(VpcEndpointShare.read(session));
    } catch (LakeUnavailable e) {
      return Line.unknown(
          NAME,
          "calls",
          "there is no lake to look into yet",
          "'landfall replay' or 'up' makes one");
    }
  }

  private static Line of(VpcEndpointShare share) {
    if (share.calls() == 0) {
      return Line.unknown(
          NAME, "calls", "the lake holds no call that CloudTrail told of", "read a trail's logs");
    }
    String detail =
        "%d of the latest %d calls came over a VPC endpoint"
            .formatted(share.overEndpoint(), share.calls());
    return share.overEndpoint() == share.calls()
        ? Line.fine(NAME, "calls", detail)
        : Line.gap(
            NAME,
            "calls",
            detail,
            "the others went over AWS's public endpoints; add an interface endpoint for"
                + " bedrock-runtime where prompts must stay in your network");
  }
}
