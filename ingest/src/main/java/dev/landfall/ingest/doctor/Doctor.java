package dev.landfall.ingest.doctor;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at everything a configuration needs, asking only: nothing is changed, no alert is sent.
 *
 * <p>Every account and Region that sources name is asked once about its trail, its invocation log,
 * quotas and profiles.
 */
public final class Doctor {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final LandfallConfig config;
  private final Clock clock;
  private final Map<AwsAccess, Asking> desks = new LinkedHashMap<>();

  public Doctor(LandfallConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Blocks for ten seconds at most.
   *
   * @param offline ask nobody beyond this machine, and say so in each line
   */
  public List<Line> examine(boolean offline) throws InterruptedException {
    List<Check> here = new ArrayList<>();
    List<Check> beyond = new ArrayList<>();
    here.add(new SettingsCheck(config));
    lake(here, beyond);
    for (SourceConfig source : config.sources()) {
      of(source, here, beyond);
    }
    desks.values().forEach(aws -> beyond.addAll(AccountChecks.of(aws)));
    config.sinks().forEach(sink -> beyond.add(new SinkCheck(sink)));
    if (config.heartbeat() != null) {
      beyond.add(new SinkCheck(config.heartbeat()));
    }
    Examination examination = new Examination(LONGEST);
    if (offline) {
      List<Line> lines = new ArrayList<>(examination.of(here));
      beyond.forEach(check -> lines.add(notAsked(check.name(), check.subject())));
      desks.values().forEach(aws -> lines.add(notAsked(Asking.CLOCK, aws.subject())));
      return lines;
    }
    here.addAll(beyond);
    List<Line> lines = new ArrayList<>(examination.of(here));
    desks.values().forEach(aws -> lines.add(aws.clockLine()));
    return lines;
  }

  private void lake(List<Check> here, List<Check> beyond) {
    if (config.lake() instanceof LakePlace.Folder local) {
      here.add(new DiskCheck(local.folder()));
    } else if (config.lake() instanceof LakePlace.Bucket bucket) {
      here.add(new DiskCheck(Path.of(System.getProperty("java.io.tmpdir"))));
      // asked for the lake alone: that account need not call models
      Asking aws = new Asking(bucket.access().aws(), clock);
      beyond.add(new LakeBucketCheck(aws, bucket));
    }
  }

  private void of(SourceConfig source, List<Check> here, List<Check> beyond) {
    if (source instanceof SourceConfig.Directory directory) {
      here.add(new FolderCheck(directory.path()));
    } else if (source instanceof SourceConfig.S3 s3) {
      beyond.add(new BucketCheck(desk(s3.access()), s3));
      if (ScopeCheck.applies(s3)) {
        here.add(new ScopeCheck(s3));
      }
      for (String region : s3.regions()) {
        AwsAccess a = s3.access();
        desk(new AwsAccess(region, a.endpoint(), a.roleArn(), a.externalId()));
      }
    } else if (source instanceof SourceConfig.Kinesis kinesis) {
      beyond.add(new StreamCheck(desk(kinesis.access()), kinesis.stream()));
    } else if (source instanceof SourceConfig.CloudTrailLookup lookup) {
      beyond.add(AccountChecks.history(desk(lookup.access())));
    }
  }

  private Asking desk(AwsAccess access) {
    return desks.computeIfAbsent(access, key -> new Asking(key, clock));
  }

  private static Line notAsked(String check, String subject) {
    return Line.unknown(check, subject, "not asked: --offline", "run doctor without --offline");
  }
}
