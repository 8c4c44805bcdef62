package dev.landfall.ingest.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.Planting;
import dev.landfall.core.testkit.Samples;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.config.CanaryConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.layout.AwsLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(Samples.NOON + 123), ZoneOffset.UTC);
  private static final AwsAccess ACCESS = new AwsAccess("ap-southeast-6", null, null, null);

  @TempDir Path folder;

  private static Planter planter(boolean log) {
    return new Planter(CanaryConfig.standard(), CLOCK, new Random(7), log);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).toList();
    }
  }

  @Test
  void an_object_stands_where_aws_would_put_it_and_nothing_beside_it() throws Exception {
    Planting planting = planter(false).plant(new SourceConfig.Directory(folder));

    assertThat(CanaryId.plantedAt(Canary.ACCOUNT, planting.id())).isEqualTo(Samples.NOON + 123);
    assertThat(files()).hasSize(1);
    AwsLayout.Described described = AwsLayout.describe(files().get(0).toString());
    assertThat(described.kind()).isEqualTo(AwsLayout.CLOUDTRAIL);
    assertThat(described.account()).isEqualTo(Canary.ACCOUNT);
    assertThat(described.skip()).isNull();
  }

  @Test
  void an_invocation_log_stands_below_its_hour() throws Exception {
    planter(true).plant(new SourceConfig.Directory(folder));
    AwsLayout.Described described = AwsLayout.describe(files().get(0).toString());
    assertThat(described.kind()).isEqualTo(AwsLayout.INVOCATION_LOG);
    assertThat(described.coversFrom()).isEqualTo(Samples.NOON);
  }

  @Test
  void what_cannot_be_planted_in_says_so_with_the_cure() {
    assertThat(fault(new SourceConfig.CloudTrailLookup(ACCESS, Duration.ofDays(1), Duration.ZERO)))
        .satisfies(e -> assertThat(e.curable()).isFalse())
        .hasMessageContaining("another source");
    assertThat(fault(s3("", List.of(Samples.ACCOUNT))))
        .satisfies(e -> assertThat(e.curable()).isTrue())
        .hasMessageContaining("add '000000000000'");
    assertThat(fault(s3("AWSLogs/111122223333/", List.of())))
        .hasMessageContaining("end 'prefix' before AWSLogs/");
    assertThat(fault(new SourceConfig.Directory(folder.resolve("none"))))
        .hasMessageContaining("no such folder");
  }

  @Test
  void one_that_could_not_be_planted_is_written_down_with_its_reason() {
    SourceConfig source = s3("", List.of(Samples.ACCOUNT));
    Planting failed = planter(false).failed(source, fault(source));
    assertThat(failed.failure()).contains("add '000000000000'");
    assertThat(Planting.of(failed.file(), failed.texts())).isEqualTo(failed);
  }

  private static CannotPlant fault(SourceConfig source) {
    return catchThrowableOfType(CannotPlant.class, () -> planter(false).plant(source));
  }

  private static SourceConfig s3(String prefix, List<String> accounts) {
    return new SourceConfig.S3(
        "my-trail",
        prefix,
        ACCESS,
        accounts,
        List.of(),
        false,
        Duration.ofDays(7),
        null,
        Duration.ofSeconds(10));
  }
}
