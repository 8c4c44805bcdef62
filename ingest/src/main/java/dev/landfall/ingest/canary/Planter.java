package dev.landfall.ingest.canary;

import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.canary.Planting;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import dev.landfall.ingest.aws.AwsFault;
import dev.landfall.ingest.canary.CanaryRecord.Kind;
import dev.landfall.ingest.config.CanaryConfig;
import dev.landfall.ingest.config.SourceConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Puts a canary where a source is read: an object into a folder or a bucket, a record into a
 * stream.
 *
 * <p>Errors: {@link CannotPlant} with the place, the reason and the cure. Landfall is normally
 * allowed to read only, so "no permission" is the usual answer of AWS until somebody grants it.
 */
public final class Planter {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** How often a bucket is searched for new accounts (every five minutes), and some. */
  private static final Duration NEW_ACCOUNT = Duration.ofMinutes(6);

  private static final String LOGS = "AWSLogs/";
  private static final String USUAL_REGION = "ap-southeast-2";

  private final CanaryConfig config;
  private final Clock clock;
  private final Random chance;
  private final Kind kind;

  /**
   * @param chance tells canaries of one millisecond apart
   * @param log an invocation log's record instead of CloudTrail's
   */
  public Planter(CanaryConfig config, Clock clock, Random chance, boolean log) {
    this.config = config;
    this.clock = clock;
    this.chance = chance;
    this.kind = log ? Kind.LOG : Kind.TRAIL;
  }

  /** Returns when the record is in place. */
  public Planting plant(SourceConfig source) throws CannotPlant {
    Instant now = clock.instant();
    CanaryRecord record =
        new CanaryRecord(config.account(), region(source), now, chance.nextInt(1 << 16));
    if (source instanceof SourceConfig.Directory directory) {
      folder(directory, record);
    } else if (source instanceof SourceConfig.S3 s3) {
      bucket(s3, record);
    } else if (source instanceof SourceConfig.Kinesis kinesis) {
      stream(kinesis, record);
    } else {
      throw CannotPlant.atAll(
          source.id()
              + ": what AWS's own event history holds can only come from AWS; plant in another"
              + " source");
    }
    return planting(source, record.id(), now);
  }

  private Planting planting(SourceConfig source, String id, Instant at) {
    return new Planting(
        id, config.account(), at.toEpochMilli(), source.id(), within(source).toMillis(), null);
  }

  /** A bucket that is listed has more time: the canary's account is new to it. */
  private Duration within(SourceConfig source) {
    boolean listed = source instanceof SourceConfig.S3 s3 && s3.queue() == null;
    return listed ? config.within().plus(NEW_ACCOUNT) : config.within();
  }

  /** The record that a canary was due and could not be planted. */
  public Planting failed(SourceConfig source, CannotPlant why) {
    return failed(source, clock.instant(), String.valueOf(why.getMessage()));
  }

  /** The same of one that was due at that time. */
  public Planting failed(SourceConfig source, Instant due, String reason) {
    String id = CanaryId.of(config.account(), due.toEpochMilli(), chance.nextInt(1 << 16));
    return new Planting(
        id, config.account(), due.toEpochMilli(), source.id(), within(source).toMillis(), reason);
  }

  /** Whether anything can be planted in a source of this kind, with leave to. */
  public static boolean plantsIn(SourceConfig source) {
    return !(source instanceof SourceConfig.CloudTrailLookup);
  }

  /** A Region that the source lets through. */
  private static String region(SourceConfig source) {
    if (source instanceof SourceConfig.S3 s3) {
      return s3.regions().isEmpty() ? s3.access().region() : s3.regions().get(0);
    }
    return source instanceof SourceConfig.Kinesis kinesis
        ? kinesis.access().region()
        : USUAL_REGION;
  }

  private void folder(SourceConfig.Directory source, CanaryRecord record) throws CannotPlant {
    if (!Files.isDirectory(source.path())) {
      throw CannotPlant.now(source.id() + ": there is no such folder; mend 'path'");
    }
    Path file = source.path().resolve(record.path(kind));
    // Names that begin with a dot are passed over until the object is whole.
    Path part = file.resolveSibling("." + file.getFileName());
    try {
      Files.createDirectories(file.getParent());
      Files.write(part, record.object(kind));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      throw CannotPlant.now(
          source.id()
              + ": this user may not write there; let it create files below "
              + source.path().resolve(LOGS + config.account())
              + ", or plant as a user that may");
    } catch (IOException e) {
      throw CannotPlant.now(
          source.id()
              + ": the object cannot be written ("
              + e.getClass().getSimpleName()
              + "); see that the disk has room and is not read-only");
    }
  }

  private void bucket(SourceConfig.S3 source, CanaryRecord record) throws CannotPlant {
    if (!source.accounts().isEmpty() && !source.accounts().contains(config.account())) {
      throw CannotPlant.now(
          source.id()
              + ": it reads the accounts of its list only; add '"
              + config.account()
              + "' to its 'accounts'");
    }
    String key = key(source, record);
    try (S3Client s3 =
        AwsClients.once(
            S3Client.builder().forcePathStyle(source.pathStyle()),
            access(source.access()),
            LONGEST)) {
      s3.putObject(
          put -> put.bucket(source.bucket()).key(key), RequestBody.fromBytes(record.object(kind)));
    } catch (SdkException e) {
      String grant =
          "s3:PutObject on arn:aws:s3:::"
              + source.bucket()
              + "/"
              + key.substring(0, key.indexOf(config.account()) + config.account().length())
              + "/*";
      throw refused(source, e, grant);
    }
  }

  private String key(SourceConfig.S3 source, CanaryRecord record) throws CannotPlant {
    String prefix = source.prefix();
    int logs = prefix.indexOf(LOGS);
    if (logs < 0) {
      return prefix + record.path(kind);
    }
    if (logs + LOGS.length() < prefix.length()) {
      throw CannotPlant.now(
          source.id()
              + ": its prefix leads below the accounts, where no canary can stand; end 'prefix'"
              + " before "
              + LOGS
              + " and name the accounts in 'accounts'");
    }
    return prefix.substring(0, logs) + record.path(kind);
  }

  private void stream(SourceConfig.Kinesis source, CanaryRecord record) throws CannotPlant {
    try (KinesisClient kinesis =
        AwsClients.once(KinesisClient.builder(), access(source.access()), LONGEST)) {
      kinesis.putRecord(
          put ->
              put.streamName(source.stream())
                  .partitionKey(record.id())
                  .data(SdkBytes.fromByteArray(record.event())));
    } catch (SdkException e) {
      throw refused(source, e, "kinesis:PutRecord on the stream " + source.stream());
    }
  }

  /** As the source is read, but with the role for canaries where there is one. */
  private AwsAccess access(AwsAccess source) {
    return config.roleArn() == null
        ? source
        : new AwsAccess(source.region(), source.endpoint(), config.roleArn(), null);
  }

  private static CannotPlant refused(SourceConfig source, SdkException e, String grant) {
    AwsFault fault = AwsFault.of(e);
    boolean denied = List.of(AwsFault.Kind.DENIED, AwsFault.Kind.REFUSED).contains(fault.kind());
    return CannotPlant.now(
        source.id()
            + ": "
            + fault.reason()
            + (denied
                ? "; allow " + grant + ", best to a role of its own that 'canary: role_arn' names"
                : "; see that the source can be reached: landfall doctor"));
  }
}
