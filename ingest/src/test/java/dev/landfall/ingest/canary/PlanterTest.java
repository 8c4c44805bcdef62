package dev.landfall.ingest.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.Planting;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import dev.landfall.core.servers.ScriptedServer;
import dev.landfall.core.testkit.Samples;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.config.CanaryConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.ingest.object.ObjectCursor;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.Payload;
import dev.landfall.ingest.object.RecordSink;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
    assertThat(described.kind()).isEqualTo(AwsLayout.CANARY);
    assertThat(described.account()).isEqualTo(Canary.ACCOUNT);
    assertThat(described.skip()).isNull();
  }

  @Test
  void an_invocation_log_stands_below_its_hour() throws Exception {
    planter(true).plant(new SourceConfig.Directory(folder));
    AwsLayout.Described described = AwsLayout.describe(files().get(0).toString());
    assertThat(described.kind()).isEqualTo(AwsLayout.CANARY);
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

  @Test
  void what_was_planted_reads_as_one_call_that_was_marked_and_left_its_region() throws Exception {
    for (boolean log : new boolean[] {false, true}) {
      Planting planting = planter(log).plant(new SourceConfig.Directory(folder));
      Path file = folder.resolve(files().get(0));
      List<Witness> read = new ArrayList<>();
      long size = Files.size(file);
      ObjectRef ref =
          new ObjectRef(file.toString(), PlaceKind.OBJECT, size, CLOCK.millis(), CLOCK.millis());
      try (InputStream in = Files.newInputStream(file);
          ObjectCursor cursor = ObjectCursor.open(ref, in, ParseOptions.defaults())) {
        while (cursor.next(into(read))) {
          // one record at a time
        }
        assertThat(cursor.objectRow().get("kind")).isEqualTo(AwsLayout.CANARY);
      }
      planted(read, planting.id());
      Files.delete(file);
    }
  }

  @Test
  void a_record_of_a_stream_reads_as_the_same() {
    CanaryRecord record = new CanaryRecord(Canary.ACCOUNT, "us-west-2", CLOCK.instant(), 3);
    List<Witness> read = new ArrayList<>();
    Payload.parse(record.event(), "stream/1", CLOCK.millis(), ParseOptions.defaults(), into(read));
    planted(read, record.id());
  }

  private static void planted(List<Witness> read, String id) {
    assertThat(read).hasSize(1);
    Witness witness = read.get(0);
    assertThat(witness.key().requestId()).isEqualTo(id);
    assertThat(Canary.marks(witness)).isTrue();
    assertThat(witness.statement().inferenceRegion())
        .isNotNull()
        .isNotEqualTo(witness.statement().sourceRegion());
  }

  private static RecordSink into(List<Witness> read) {
    return new RecordSink() {
      @Override
      public void witness(Witness witness) {
        read.add(witness);
      }

      @Override
      public void change(LakeRow row) {
        throw new AssertionError("a change");
      }

      @Override
      public void surface(LakeRow row) {
        throw new AssertionError("a surface");
      }

      @Override
      public void ignored(String reason) {
        throw new AssertionError("ignored: " + reason);
      }

      @Override
      public void reject(LakeRow row) {
        throw new AssertionError("rejected: " + row.get("reason"));
      }
    };
  }

  @Test
  void a_bucket_and_a_stream_are_written_to_and_a_refusal_names_what_to_allow() throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.cborEnabled", "false");
    try (ScriptedServer aws = new ScriptedServer()) {
      AwsAccess access = new AwsAccess("ap-southeast-6", aws.endpoint(), null, null);
      SourceConfig bucket = s3(access, "org/", List.of());
      SourceConfig stream =
          new SourceConfig.Kinesis("bedrock-logs", access, SourceConfig.From.LATEST, null);
      aws.on("PUT /my-trail", "").on("PutRecord", "{\"ShardId\":\"s\",\"SequenceNumber\":\"1\"}");
      assertThat(planter(false).plant(bucket).withinMillis()).isEqualTo(7 * 60_000);
      assertThat(planter(false).plant(stream).withinMillis()).isEqualTo(60_000);
      assertThat(aws.asked().get(0))
          .startsWith("PUT /my-trail/org/AWSLogs/000000000000/CloudTrail/ap-southeast-6/2026/");
      assertThat(aws.asked().get(1)).isEqualTo("PutRecord");

      aws.refuse("PUT /my-trail", 403, "<Error><Code>AccessDenied</Code></Error>");
      aws.refuse("PutRecord", "AccessDeniedException");
      assertThat(fault(bucket))
          .hasMessageContaining("no permission")
          .hasMessageContaining("s3:PutObject on arn:aws:s3:::my-trail/org/AWSLogs/000000000000/*");
      assertThat(fault(stream))
          .hasMessageContaining("kinesis:PutRecord on the stream bedrock-logs")
          .hasMessageContaining("role_arn");
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
      System.clearProperty("aws.cborEnabled");
    }
  }

  private static CannotPlant fault(SourceConfig source) {
    return catchThrowableOfType(CannotPlant.class, () -> planter(false).plant(source));
  }

  private static SourceConfig s3(String prefix, List<String> accounts) {
    return s3(ACCESS, prefix, accounts);
  }

  private static SourceConfig s3(AwsAccess access, String prefix, List<String> accounts) {
    return new SourceConfig.S3(
        "my-trail",
        prefix,
        access,
        accounts,
        List.of(),
        true,
        Duration.ofDays(7),
        null,
        Duration.ofSeconds(10));
  }
}
