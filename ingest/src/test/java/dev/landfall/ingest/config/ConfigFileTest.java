package dev.landfall.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.core.model.Family;
import dev.landfall.core.pairing.Expectations;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.bucket.BucketAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFileTest {
  private static final Path CASES = Path.of("src/test/resources/config");
  private static final Map<String, String> ENV =
      Map.of(
          "PD_KEY", "hushhush-key",
          "SLACK_URL", "http://127.0.0.1/hushhush-hook",
          "HOOK_SECRET", "hushhush-shared");

  static List<Path> faults() throws IOException {
    return Faults.in(CASES);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_is_named_with_its_place_and_what_would_be_right(Path file) throws IOException {
    ConfigProblem problem =
        catchThrowableOfType(ConfigProblem.class, () -> ConfigFile.read(file, ENV));

    Faults.assertNamed(file, problem);
  }

  @Test
  void every_documented_key_is_read() throws ConfigProblem {
    LandfallConfig config = ConfigFile.read(CASES.resolve("ok/every-key.yaml"), ENV);

    Path folder = CASES.resolve("ok").toAbsolutePath();
    assertThat(config.lake()).isEqualTo(LakePlace.in(folder.resolve("lake")));
    assertThat(config.policy()).isEqualTo(folder.resolve("policy.yaml"));
    assertThat(config.settle()).isEqualTo(Duration.ofHours(2));
    assertThat(config.remember()).isEqualTo(Duration.ofDays(7));
    assertThat(config.expect())
        .containsExactly(new Expectations.Entry(List.of("444455556666"), Set.of(Family.TRAIL)));
    assertThat(config.sources())
        .containsExactly(
            new SourceConfig.Directory(folder.resolve("logs")),
            new SourceConfig.S3(
                "my-trail",
                "",
                AwsAccess.in("ap-southeast-6"),
                List.of(),
                List.of(),
                false,
                Duration.ofDays(7),
                null,
                Duration.ofSeconds(10)),
            new SourceConfig.Kinesis(
                "bedrock-logs", AwsAccess.in("ap-southeast-6"), SourceConfig.From.LATEST, null),
            new SourceConfig.CloudTrailLookup(
                AwsAccess.in("ap-southeast-6"), Duration.ofDays(7), Duration.ofMinutes(1)));
    assertThat(config.web())
        .isEqualTo(new WebConfig("127.0.0.1", 8080, "https://landfall.example.com"));
    assertThat(config.retention().calls()).isEqualTo(Duration.ofDays(400));
    assertThat(config.retention().packs()).isGreaterThanOrEqualTo(Duration.ofDays(7 * 365 + 2));
    assertThat(config.sinks())
        .extracting(SinkConfig::id)
        .containsExactly("oncall", "chat", "hook", "am");
    assertThat(config.routes())
        .containsExactly(
            new RouteConfig(
                "residency-breach",
                null,
                "contact-centre",
                "111122223333",
                List.of("oncall", "chat")),
            new RouteConfig(null, "warning", null, null, List.of("chat")));
    assertThat(config.sinks().get(2).secrets()).hasSize(2);
    assertThat(config.sinks().get(3).perSecond()).isEqualTo(5);
    assertThat(config.alerts()).isEqualTo(AlertConfig.standard());
    assertThat(config.limits()).isEqualTo(LimitsConfig.standard());
    assertThat(config.job().stateBackend()).isEqualTo(JobConfig.StateBackend.ROCKSDB);
    assertThat(config.job().silentAfter()).isEqualTo(Duration.ofMinutes(20));
    assertThat(config.job().quietAfter())
        .containsExactly(Map.entry(config.sources().get(0).id(), Duration.ofHours(6)));
    assertThat(config.job().pollInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.catalogue()).isEqualTo(folder.resolve("catalogue"));
  }

  @Test
  void a_lake_in_a_bucket_is_read_with_how_it_is_reached() throws ConfigProblem {
    LandfallConfig config = ConfigFile.read(CASES.resolve("ok/lake-in-a-bucket.yaml"), ENV);

    BucketAccess access =
        new BucketAccess(
            new AwsAccess(
                "ap-southeast-6",
                "http://127.0.0.1:9090",
                "arn:aws:iam::111122223333:role/landfall",
                "abc"),
            true);
    assertThat(config.lake())
        .isEqualTo(new LakePlace.Bucket("my-bucket", "landfall/lake", access))
        .extracting(LakePlace::uri)
        .isEqualTo("s3://my-bucket/landfall/lake");
    assertThat(config.cluster())
        .isEqualTo(
            new ClusterConfig(
                new LakePlace.Bucket("other-bucket", "states", access), Duration.ofSeconds(30), 4));
  }

  @Test
  void keys_left_out_have_their_defaults(@TempDir Path home) throws Exception {
    Path file = home.resolve("landfall.yaml");
    Files.writeString(file, "sources: [{ type: directory, path: logs }]\n");

    assertThat(ConfigFile.read(file, Map.of()))
        .isEqualTo(LandfallConfig.ofDirectory(home, home.resolve("logs")));
  }

  @Test
  void a_value_from_the_environment_is_used_but_never_printed() throws ConfigProblem {
    LandfallConfig config = ConfigFile.read(CASES.resolve("ok/every-key.yaml"), ENV);

    assertThat(config.sinks().get(0).routingKey()).isEqualTo(new Secret("hushhush-key"));
    assertThat(config.toString()).doesNotContain("hushhush");
  }

  @Test
  void a_bad_value_from_the_environment_is_named_but_not_printed(@TempDir Path home)
      throws IOException {
    Path file = home.resolve("landfall.yaml");
    Files.writeString(file, "settle: ${WAIT}\nsources: [{ type: directory, path: logs }]\n");

    assertThatThrownBy(() -> ConfigFile.read(file, Map.of("WAIT", "hushhush-value")))
        .isInstanceOf(ConfigProblem.class)
        .hasMessageContaining("${WAIT}")
        .hasMessageNotContaining("hushhush-value");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(() -> ConfigFile.read(Path.of("nowhere.yaml"), Map.of()))
        .hasMessage("nowhere.yaml: there is no such file");
  }

  @Test
  void a_file_that_is_not_text_is_named(@TempDir Path home) throws IOException {
    Path file = Files.write(home.resolve("landfall.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> ConfigFile.read(file, Map.of())).hasMessageContaining("not UTF-8");
  }

  @Test
  void the_nearest_word_survives_swaps_cases_and_dashes() {
    List<String> words = List.of("sources", "settle", "sinks", "max_record");
    assertThat(Stream.of("souces", "Sources", "sorces", "suorces", "source"))
        .allSatisfy(typed -> assertThat(Nearest.to(typed, words)).hasValue("sources"));
    assertThat(Nearest.to("max-record", words)).hasValue("max_record");
    assertThat(Nearest.to("frobnicate", words)).isEmpty();
  }
}
