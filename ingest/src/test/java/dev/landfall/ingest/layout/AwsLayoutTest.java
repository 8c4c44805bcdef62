package dev.landfall.ingest.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.layout.AwsLayout.Described;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsLayoutTest {
  private static final String TRAIL_NAME =
      "100200300400_CloudTrail_ap-southeast-6_20261120T1005Z_9nYN7gp2eWAJHIfT.json.gz";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWSLogs/100200300400/CloudTrail/ap-southeast-6/2026/11/20/" + TRAIL_NAME,
        "some/prefix/AWSLogs/o-ab12cd34ef/100200300400/CloudTrail/ap-southeast-6/2026/11/20/"
            + TRAIL_NAME,
        "s3://CloudTrail/data/AWSLogs/100200300400/CloudTrail/ap-southeast-6/2026/11/20/"
            + TRAIL_NAME,
        "logs\\AWSLogs\\100200300400\\CloudTrail\\ap-southeast-6\\2026\\11\\20\\" + TRAIL_NAME
      })
  void a_trail_file_covers_a_day_of_an_account_and_region(String path) {
    Described d = AwsLayout.describe(path);
    assertThat(d.kind()).isEqualTo("cloudtrail");
    assertThat(d.account()).isEqualTo("100200300400");
    assertThat(d.region()).isEqualTo("ap-southeast-6");
    assertThat(d.coversFrom()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z").toEpochMilli());
    assertThat(d.isSkipped()).isFalse();
  }

  @Test
  void an_invocation_log_covers_an_hour() {
    Described d =
        AwsLayout.describe(
            "/data/in/AWSLogs/100200300400/BedrockModelInvocationLogs/eu-west-1/2026/11/20/07/x.json.gz");
    assertThat(d.kind()).isEqualTo("invocation-log");
    assertThat(d.account()).isEqualTo("100200300400");
    assertThat(d.region()).isEqualTo("eu-west-1");
    assertThat(d.coversFrom()).isEqualTo(Instant.parse("2026-11-20T07:00:00Z").toEpochMilli());
    assertThat(d.isSkipped()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "AWSLogs/100200300400/CloudTrail-Digest/eu-west-1/2026/11/20/d.json.gz, digest",
    "AWSLogs/100200300400/CloudTrail-Insight/eu-west-1/2026/11/20/d.json.gz, insight",
    "AWSLogs/100200300400/CloudTrail-Aggregated/eu-west-1/2026/11/20/d.json.gz, aggregated",
    "AWSLogs/100200300400/CloudTrail-NetworkActivity/eu-west-1/2026/11/20/d.json.gz, network-activity",
    "AWSLogs/100200300400/BedrockModelInvocationLogs/eu-west-1/2026/11/20/07/data/r_input.json.gz, body",
    "AWSLogs/100200300400/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check, permission-check",
    "AWSLogs/100200300400/CloudTrail/eu-west-1/2026/11/20/x.json.gz.tmp, name",
    "AWSLogs/100200300400/CloudTrail/eu-west-1/2026/11/20/.x.json.gz, name",
    "AWSLogs/100200300400/CloudTrail/eu-west-1/2026/11/20/x.json.gz.inprogress, name",
    "notes.txt, name"
  })
  void what_holds_no_records_is_skipped_and_says_why(String path, String why) {
    assertThat(AwsLayout.describe(path).skip()).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "b.JSON.GZ", "c.jsonl", "d.gz", "data/e.json", "f.jsonl.gz"})
  void files_outside_the_layout_are_read_without_an_account(String path) {
    Described d = AwsLayout.describe(path);
    assertThat(d.isSkipped()).isFalse();
    assertThat(d.kind()).isEqualTo("unknown");
    assertThat(d.account()).isNull();
    assertThat(d.coversFrom()).isNull();
  }

  @Test
  void a_folder_that_is_no_date_tells_no_time() {
    Described d = AwsLayout.describe("AWSLogs/100200300400/CloudTrail/eu-west-1/2026/13/40/x.json");
    assertThat(d.region()).isEqualTo("eu-west-1");
    assertThat(d.coversFrom()).isNull();
  }
}
