package dev.landfall.ingest.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.GetTrailStatusResponse;
import software.amazon.awssdk.services.cloudtrail.model.Trail;

/**
 * Whether a trail is on that records what Landfall reads: in all Regions, hashed, with read events
 * and the data events of the mantle endpoint.
 */
final class TrailCheck implements Check {
  private static final String ON = "trail";
  private static final String REGIONS = "trail-regions";
  private static final String VALIDATION = "trail-validation";
  private static final String READS = "trail-read-events";
  private static final String MANTLE = "trail-mantle-events";
  private static final List<String> ALL = List.of(ON, REGIONS, VALIDATION, READS, MANTLE);
  private static final int MOST_TRAILS = 10;

  private final Asking aws;

  TrailCheck(Asking aws) {
    this.aws = aws;
  }

  @Override
  public String name() {
    return ON;
  }

  @Override
  public String subject() {
    return aws.subject();
  }

  private record Seen(Trail trail, boolean on, String error) {
    boolean delivers() {
      return on && error.isEmpty();
    }
  }

  @Override
  public List<Line> look() throws Exception {
    try (CloudTrailClient client = aws.client(CloudTrailClient.builder())) {
      List<Trail> trails;
      try {
        trails = aws.ask("cloudtrail:DescribeTrails", client::describeTrails).trailList();
      } catch (Unanswered e) {
        return ALL.stream().map(check -> e.line(check, subject())).toList();
      }
      List<Line> lines = new ArrayList<>();
      List<Seen> seen = status(client, trails, lines);
      if (lines.isEmpty()) {
        on(seen, lines);
      }
      List<Trail> running = seen.stream().filter(Seen::delivers).map(Seen::trail).toList();
      if (running.isEmpty()) {
        ALL.subList(1, ALL.size())
            .forEach(
                check ->
                    lines.add(
                        Line.unknown(
                            check, subject(), "no trail is known to be on and to deliver", null)));
      } else {
        regions(running, lines);
        validation(running, lines);
        selectors(client, running, lines);
      }
      return lines;
    }
  }

  private List<Seen> status(CloudTrailClient client, List<Trail> trails, List<Line> lines) {
    List<Seen> seen = new ArrayList<>();
    for (Trail trail : trails.stream().filter(this::covers).limit(MOST_TRAILS).toList()) {
      try {
        GetTrailStatusResponse status =
            aws.ask(
                "cloudtrail:GetTrailStatus", () -> client.getTrailStatus(r -> r.name(arn(trail))));
        String error = status.latestDeliveryError();
        seen.add(
            new Seen(trail, Boolean.TRUE.equals(status.isLogging()), error == null ? "" : error));
      } catch (Unanswered e) {
        lines.add(e.line(ON, subject()));
        return seen;
      }
    }
    return seen;
  }

  private boolean covers(Trail trail) {
    return Boolean.TRUE.equals(trail.isMultiRegionTrail())
        || aws.access().region().equals(trail.homeRegion());
  }

  /** Trails of an organisation or another Region answer to their ARN only. */
  private static String arn(Trail trail) {
    return trail.trailARN() == null ? trail.name() : trail.trailARN();
  }

  private void on(List<Seen> seen, List<Line> lines) {
    List<Seen> good = seen.stream().filter(Seen::delivers).toList();
    if (!good.isEmpty()) {
      lines.add(Line.fine(ON, subject(), "on: " + names(good.stream().map(Seen::trail).toList())));
    } else if (seen.isEmpty()) {
      lines.add(
          Line.gap(
              ON,
              subject(),
              "no trail covers this Region",
              "create a multi-Region trail; without one only 90 days of event history are left"));
    } else if (seen.stream().anyMatch(Seen::on)) {
      Seen failing = seen.stream().filter(Seen::on).findFirst().orElseThrow();
      lines.add(
          Line.gap(
              ON,
              subject(),
              failing.trail.name() + " is on but cannot deliver: " + failing.error,
              "mend the bucket's policy or its key"));
    } else {
      lines.add(
          Line.gap(
              ON,
              subject(),
              "switched off: " + names(seen.stream().map(Seen::trail).toList()),
              "start it again: aws cloudtrail start-logging --name NAME"));
    }
  }

  private void regions(List<Trail> running, List<Line> lines) {
    lines.add(
        verdict(
            REGIONS,
            running,
            t -> Boolean.TRUE.equals(t.isMultiRegionTrail()),
            "records all Regions: ",
            "only this Region is recorded: ",
            "make the trail multi-Region: a call made elsewhere leaves no record"));
  }

  private void validation(List<Trail> running, List<Line> lines) {
    lines.add(
        verdict(
            VALIDATION,
            running,
            t -> Boolean.TRUE.equals(t.logFileValidationEnabled()),
            "log files are listed in signed digests: ",
            "no digests are written: ",
            "aws cloudtrail update-trail --name NAME --enable-log-file-validation"));
  }

  private Line verdict(
      String check,
      List<Trail> running,
      Predicate<Trail> good,
      String yes,
      String no,
      String cure) {
    List<Trail> those = running.stream().filter(good).toList();
    return those.isEmpty()
        ? Line.gap(check, subject(), no + names(running), cure)
        : Line.fine(check, subject(), yes + names(those));
  }

  private void selectors(CloudTrailClient client, List<Trail> running, List<Line> lines) {
    List<Selection> selections = new ArrayList<>();
    for (Trail trail : running) {
      try {
        selections.add(
            Selection.of(
                aws.ask(
                    "cloudtrail:GetEventSelectors",
                    () -> client.getEventSelectors(r -> r.trailName(arn(trail))))));
      } catch (Unanswered e) {
        lines.add(e.line(READS, subject()));
        lines.add(e.line(MANTLE, subject()));
        return;
      }
    }
    boolean reads = selections.stream().anyMatch(Selection::converse);
    lines.add(
        reads
            ? Line.fine(READS, subject(), "the selectors let Converse and InvokeModel in")
            : Line.gap(
                READS,
                subject(),
                "the selectors leave out read events or Bedrock: Converse is a read event",
                "put-event-selectors with ReadWriteType All and management events"));
    boolean mantle = selections.stream().anyMatch(Selection::mantle);
    lines.add(
        mantle
            ? Line.fine(MANTLE, subject(), "data events of AWS::BedrockMantle::Project are in")
            : Line.gap(
                MANTLE,
                subject(),
                "no data events of the mantle endpoint: its calls leave no record",
                "add an advanced selector for AWS::BedrockMantle::Project (AWS charges for data"
                    + " events), or deny bedrock-mantle:CreateInference"));
  }

  private static String names(List<Trail> trails) {
    return trails.stream().map(Trail::name).sorted().collect(Collectors.joining(", "));
  }
}
