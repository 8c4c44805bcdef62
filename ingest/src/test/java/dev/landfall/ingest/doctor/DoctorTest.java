package dev.landfall.ingest.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.servers.ScriptedServer;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.doctor.Line.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer AWS may give, from a server that speaks the services' protocols. */
class DoctorTest {
  private static final String TRAIL =
      """
      {"trailList":[{"Name":"org-trail","S3BucketName":"logs","IsMultiRegionTrail":true,\
      "HomeRegion":"us-east-1","TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/t",\
      "LogFileValidationEnabled":true,"HasCustomEventSelectors":true}]}""";
  private static final String READS_AND_MANTLE =
      """
      {"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventCategory","Equals":\
      ["Management"]},{"Field":"eventSource","NotEquals":["kms.amazonaws.com"]}]},\
      {"FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type",\
      "Equals":["AWS::BedrockMantle::Project"]}]}]}""";
  private static final String LOGGING =
      """
      {"loggingConfig":{"s3Config":{"bucketName":"bedrock-logs"},"textDataDeliveryEnabled":true,\
      "imageDataDeliveryEnabled":false}}""";
  private static final String STREAM =
      """
      {"StreamDescriptionSummary":{"StreamName":"bedrock-logs","StreamARN":"arn:aws:kinesis:x",\
      "StreamStatus":"ACTIVE","RetentionPeriodHours":48,"StreamCreationTimestamp":1700000000,\
      "EnhancedMonitoring":[],"OpenShardCount":3}}""";
  private static final String ACCOUNTS =
      """
      <ListBucketResult><IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>\
      AWSLogs/111122223333/</Prefix></CommonPrefixes></ListBucketResult>""";
  private static final String KEY =
      "AWSLogs/111122223333/CloudTrail/ap-southeast-6/2026/11/20/"
          + "111122223333_CloudTrail_ap-southeast-6_20261120T1200Z_abcdefghijklmnop.json.gz";
  private static final String OBJECTS =
      "<ListBucketResult><Contents><Key>"
          + KEY
          + "</Key><Size>10</Size></Contents></ListBucketResult>";

  @TempDir Path home;
  private ScriptedServer aws;

  @BeforeAll
  static void credentials() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.cborEnabled", "false");
  }

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(home.resolve("logs"));
    Files.writeString(home.resolve("logs/a.json"), "{}");
    Files.writeString(
        home.resolve("policy.yaml"),
        "version: \"1\"\neffective_from: 2026-01-01T00:00:00Z\ndefault: { allowed: [\"*\"] }\n");
    aws =
        new ScriptedServer()
            .on("DescribeTrails", TRAIL)
            .on("GetTrailStatus", "{\"IsLogging\":true}")
            .on("GetEventSelectors", READS_AND_MANTLE)
            .on("LookupEvents", "{\"Events\":[]}")
            .on("ListServiceQuotas", "{\"Quotas\":[{\"QuotaCode\":\"L-15B8E632\",\"Value\":1.0}]}")
            .on("DescribeStreamSummary", STREAM)
            .on("ListShards", "{\"Shards\":[{\"ShardId\":\"shardId-0\"}]}")
            .on("GET /logging/modelinvocations", LOGGING)
            .on("GET /inference-profiles", "{\"inferenceProfileSummaries\":[]}")
            .on("GET /my-trail?list-type=2&delimiter", ACCOUNTS)
            .on("GET /my-trail?list-type=2&max-keys", OBJECTS)
            .on("GET /my-trail/" + KEY, "x");
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void everything_as_it_should_be_is_fine() throws Exception {
    List<Line> lines = examine(all());

    assertThat(lines).allSatisfy(line -> assertThat(line.state()).isEqualTo(State.FINE));
    assertThat(lines)
        .extracting(Line::check)
        .contains(
            "policy",
            "catalogue",
            "disk",
            "event-history",
            "stream",
            "bucket-list",
            "bucket-read",
            "trail",
            "trail-regions",
            "trail-validation",
            "trail-read-events",
            "trail-mantle-events",
            "invocation-log",
            "invocation-log-bodies",
            "quotas",
            "profiles",
            "clock",
            "sink");
    assertThat(line(lines, "quotas").detail()).contains("1 on the first page");
    assertThat(line(lines, "stream").detail()).contains("3 open shards", "48 h");
    assertThat(line(lines, "invocation-log").detail()).contains("s3://bedrock-logs");
    assertThat(line(lines, "invocation-log-bodies").detail()).contains("text; not of image");
  }

  @Test
  void nothing_is_changed_and_no_alert_is_sent() throws Exception {
    examine(all());

    assertThat(aws.asked())
        .isNotEmpty()
        .allMatch(r -> r.matches("(GET |Describe|Get|List|Lookup).*"));
  }

  @Test
  void a_refused_call_names_the_permission_that_is_missing() throws Exception {
    for (String call :
        List.of("DescribeTrails", "ListServiceQuotas", "LookupEvents", "DescribeStreamSummary")) {
      aws.refuse(call, "AccessDeniedException");
    }
    aws.refuse("GET /logging/modelinvocations", 403, "{\"message\":\"secret-principal\"}");
    aws.refuse("GET /my-trail/" + KEY, 403, "<Error><Code>AccessDenied</Code></Error>");
    List<Line> lines = examine(all());

    assertGap(lines, "trail", "cloudtrail:DescribeTrails is denied");
    assertGap(lines, "quotas", "servicequotas:ListServiceQuotas is denied");
    assertGap(lines, "event-history", "cloudtrail:LookupEvents is denied");
    assertGap(lines, "stream", "kinesis:DescribeStreamSummary is denied");
    assertGap(lines, "invocation-log", "bedrock:GetModelInvocationLoggingConfiguration is denied");
    assertGap(lines, "bucket-read", "s3:GetObject");
    assertThat(lines.toString()).doesNotContain("secret-principal");
  }

  @Test
  void a_trail_that_is_off_single_unhashed_or_blind_to_reads_is_a_gap() throws Exception {
    aws.on("GetTrailStatus", "{\"IsLogging\":false}");
    assertGap(examine(lookup()), "trail", "switched off: org-trail");

    aws.on("GetTrailStatus", "{\"IsLogging\":true,\"LatestDeliveryError\":\"AccessDenied\"}");
    List<Line> failing = examine(lookup());
    assertGap(failing, "trail", "cannot deliver");
    assertThat(line(failing, "trail-regions").state()).isEqualTo(State.UNKNOWN);
    assertThat(line(failing, "trail-read-events").state()).isEqualTo(State.UNKNOWN);

    aws.on("GetTrailStatus", "{\"IsLogging\":true}");
    aws.on(
        "DescribeTrails",
        """
        {"trailList":[{"Name":"t","IsMultiRegionTrail":false,"HomeRegion":"ap-southeast-6",\
        "LogFileValidationEnabled":false}]}""");
    aws.on(
        "GetEventSelectors",
        "{\"EventSelectors\":[{\"ReadWriteType\":\"WriteOnly\",\"IncludeManagementEvents\":true}]}");
    List<Line> lines = examine(lookup());
    assertGap(lines, "trail-regions", "only this Region");
    assertGap(lines, "trail-validation", "no digests");
    assertGap(lines, "trail-read-events", "leave out read events");
    assertGap(lines, "trail-mantle-events", "no data events");

    aws.on("DescribeTrails", "{\"trailList\":[]}");
    assertGap(examine(lookup()), "trail", "no trail covers");
  }

  @Test
  void classic_selectors_with_reads_are_fine_and_advanced_ones_without_are_not() throws Exception {
    aws.on(
        "GetEventSelectors",
        """
        {"EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":true,\
        "ExcludeManagementEventSources":["kms.amazonaws.com"]}]}""");
    assertThat(line(examine(lookup()), "trail-read-events").state()).isEqualTo(State.FINE);

    for (String condition :
        List.of(
            "{\"Field\":\"readOnly\",\"Equals\":[\"false\"]}",
            "{\"Field\":\"eventSource\",\"NotEquals\":[\"bedrock.amazonaws.com\"]}",
            "{\"Field\":\"userIdentity.arn\",\"StartsWith\":[\"arn:aws:iam::111122223333\"]}")) {
      aws.on(
          "GetEventSelectors",
          ("{\"AdvancedEventSelectors\":[{\"FieldSelectors\":[{\"Field\":\"eventCategory\","
                  + "\"Equals\":[\"Management\"]},%s]}]}")
              .formatted(condition));
      assertGap(examine(lookup()), "trail-read-events", "leave out read events");
    }
  }

  @Test
  void logging_that_is_off_is_a_gap() throws Exception {
    aws.on("GET /logging/modelinvocations", "{}");

    assertGap(examine(lookup()), "invocation-log", "switched off");
  }

  @Test
  void a_clock_a_minute_off_is_a_gap_also_when_calls_are_refused() throws Exception {
    for (String call : List.of("DescribeTrails", "ListServiceQuotas", "LookupEvents")) {
      aws.refuse(call, "AccessDeniedException");
    }

    Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-90));

    assertGap(new Doctor(config(lookup()), slow).examine(false), "clock", "s behind AWS");
  }

  @Test
  void nobody_there_is_unknown_and_never_fine() throws Exception {
    String yaml = lookup();
    aws.close();
    List<Line> lines = examine(yaml);

    assertThat(lines)
        .filteredOn(line -> !List.of("policy", "catalogue", "disk").contains(line.check()))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.state()).isEqualTo(State.UNKNOWN));
  }

  @Test
  void a_network_that_swallows_everything_is_unknown_within_half_a_minute() throws Exception {
    aws.silent();
    long begun = System.nanoTime();
    List<Line> lines = examine(all());

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    assertThat(line(lines, "trail").state()).isEqualTo(State.UNKNOWN);
    assertThat(line(lines, "bucket-list").state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void a_stream_or_bucket_that_is_not_there_is_a_gap() throws Exception {
    aws.refuse("DescribeStreamSummary", "ResourceNotFoundException");
    aws.refuse("GET /my-trail?list", 404, "<Error><Code>NoSuchBucket</Code></Error>");
    aws.refuse(
        "GET /my-trail?list-type=2&delimiter", 404, "<Error><Code>NoSuchBucket</Code></Error>");
    List<Line> lines = examine(all());

    assertGap(lines, "stream", "no such stream");
    assertGap(lines, "bucket-list", "no such bucket");
  }

  @Test
  void what_a_bucket_source_uses_and_nobody_looked_at_is_unknown() throws Exception {
    String bucket =
        """
        sources:
          - { type: s3, bucket: my-trail, region: ap-southeast-6, endpoint: "%1$s", path_style: true,
              notifications: "%1$s/111122223333/new-logs" }
        """
            .formatted(aws.endpoint());
    List<Line> lines = examine(bucket);

    for (String check : List.of("notifications", "regions", "accounts")) {
      assertThat(line(lines, check).state()).isEqualTo(State.UNKNOWN);
      assertThat(line(lines, check).detail()).contains("looked at");
    }
  }

  @Test
  void sinks_that_do_not_answer_or_must_not_be_asked_are_gaps_and_stay_secret() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    ServerSocket hangingUp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> hangUp(hangingUp), "hangs up");
    thread.setDaemon(true);
    thread.start();
    String yaml =
        """
        sinks:
          - { id: gone, type: webhook, url: "http://127.0.0.1:%d/canary-path", secret: canary-key }
          - { id: metadata, type: webhook, url: "http://169.254.169.254/canary-path" }
          - { id: link, type: webhook, url: "http://[fe80::1]/canary-path" }
          - { id: plain, type: slack, url: "https://127.0.0.1:%d/canary-path" }
        """
            .formatted(free, hangingUp.getLocalPort());
    List<Line> sinks =
        examine(folder() + yaml).stream().filter(line -> line.check().equals("sink")).toList();
    hangingUp.close();

    assertThat(sinks).hasSize(4).allMatch(line -> line.state() == State.GAP);
    assertThat(sinks.get(0).detail()).isEqualTo("nobody answers");
    assertThat(sinks.get(1).detail()).contains("link-local or metadata");
    assertThat(sinks.get(2).detail()).contains("link-local or metadata");
    assertThat(sinks.get(3).detail()).contains("TLS");
    assertThat(sinks.toString()).doesNotContain("canary").doesNotContain("169.254");
  }

  @Test
  void a_folder_is_looked_into_and_says_nothing_of_aws() throws Exception {
    List<Line> lines = examine(folder());
    assertThat(line(lines, "folder").state()).isEqualTo(State.FINE);
    assertThat(line(lines, "aws-settings").state()).isEqualTo(State.UNKNOWN);

    Files.delete(home.resolve("logs/a.json"));
    assertThat(line(examine(folder()), "folder").state()).isEqualTo(State.UNKNOWN);
    Files.delete(home.resolve("logs"));
    assertGap(examine(folder()), "folder", "no such folder");
  }

  @Test
  void a_broken_policy_is_a_gap_with_its_place() throws Exception {
    Files.writeString(home.resolve("policy.yaml"), "versio: \"1\"\n");

    assertGap(examine(folder()), "policy", "policy.yaml");
  }

  @Test
  void offline_nobody_is_asked_and_every_line_says_so() throws Exception {
    List<Line> lines = new Doctor(config(all()), Clock.systemUTC()).examine(true);

    assertThat(aws.asked()).isEmpty();
    assertThat(lines)
        .filteredOn(line -> !List.of("policy", "catalogue", "disk").contains(line.check()))
        .hasSizeGreaterThan(7)
        .allSatisfy(line -> assertThat(line.detail()).isEqualTo("not asked: --offline"));
  }

  private static void hangUp(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException closed) {
      return; // the test has ended
    }
  }

  private String lookup() {
    return "sources: [{ type: cloudtrail-lookup, region: ap-southeast-6, endpoint: \"%s\" }]\n"
        .formatted(aws.endpoint());
  }

  private String folder() {
    return "sources: [{ type: directory, path: ./logs }]\n";
  }

  private String all() {
    return """
        sources:
          - { type: cloudtrail-lookup, region: ap-southeast-6, endpoint: "%1$s" }
          - { type: kinesis, stream: bedrock-logs, region: ap-southeast-6, endpoint: "%1$s" }
          - { type: s3, bucket: my-trail, region: ap-southeast-6, endpoint: "%1$s", path_style: true,
              regions: [ap-southeast-6], accounts: ["111122223333"] }
        sinks: [{ id: hook, type: webhook, url: "%1$s/hook" }]
        """
        .formatted(aws.endpoint());
  }

  private LandfallConfig config(String yaml) throws Exception {
    Path file = home.resolve("landfall.yaml");
    Files.writeString(file, yaml);
    return LandfallConfig.read(file, Map.of());
  }

  private List<Line> examine(String yaml) throws Exception {
    return new Doctor(config(yaml), Clock.systemUTC()).examine(false);
  }

  private static Line line(List<Line> lines, String check) {
    return lines.stream().filter(l -> l.check().equals(check)).findFirst().orElseThrow();
  }

  private static void assertGap(List<Line> lines, String check, String detail) {
    Line line = line(lines, check);
    assertThat(line.state()).as(line.toString()).isEqualTo(State.GAP);
    assertThat(line.detail()).contains(detail);
    assertThat(line.cure()).isNotBlank();
  }
}
