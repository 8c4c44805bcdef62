package dev.landfall.jobs.audittrail;

import dev.landfall.core.lake.Manifest;
import dev.landfall.core.metrics.Metric;
import dev.landfall.core.metrics.Sample;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.scheduler.ExecutionGraphInfo;

/** What the embedded service measures beside its operators. What cannot be read is left out. */
final class ServiceSamples {
  private ServiceSamples() {}

  static List<Sample> ofJob(ExecutionGraphInfo info, long now) {
    List<Sample> samples = new ArrayList<>();
    JobStatus.State state = JobSigns.read(info, now, Long.MAX_VALUE).state();
    for (JobStatus.State each : JobStatus.State.values()) {
      samples.add(
          Sample.of(Metric.JOB_STATE, each == state ? 1 : 0, each.name().toLowerCase(Locale.ROOT)));
    }
    CheckpointStatsSnapshot stats = info.getArchivedExecutionGraph().getCheckpointStatsSnapshot();
    if (stats == null) {
      return samples;
    }
    samples.add(
        Sample.count(
            Metric.CHECKPOINTS, stats.getCounts().getNumberOfCompletedCheckpoints(), "completed"));
    samples.add(
        Sample.count(
            Metric.CHECKPOINTS, stats.getCounts().getNumberOfFailedCheckpoints(), "failed"));
    CompletedCheckpointStats last = stats.getHistory().getLatestCompletedCheckpoint();
    if (last != null) {
      double age = Math.max(0, now - last.getLatestAckTimestamp()) / 1000.0;
      samples.add(Sample.of(Metric.CHECKPOINT_AGE, age));
      samples.add(Sample.of(Metric.CHECKPOINT_DURATION, last.getEndToEndDuration() / 1000.0));
      samples.add(Sample.count(Metric.CHECKPOINT_SIZE, last.getCheckpointedSize()));
      samples.add(Sample.count(Metric.STATE_SIZE, last.getStateSize()));
    }
    return samples;
  }

  /** {@code work}: the folder of this machine whose disk may fill. */
  static List<Sample> ofLake(LakePlace lake, Path work, long now) {
    List<Sample> samples = new ArrayList<>();
    try {
      LakeStore store = new LakeStore(lake);
      Manifest newest = store.latest();
      samples.add(Sample.count(Metric.LAKE_VERSION, newest.version()));
      long files = newest.tables().values().stream().mapToLong(List::size).sum();
      samples.add(Sample.count(Metric.LAKE_FILES, files));
      if (newest.asOf() != null) {
        samples.add(Sample.of(Metric.LAKE_AS_OF, newest.asOf() / 1000.0));
      }
      store
          .publishedAt(newest.version())
          .ifPresent(at -> samples.add(Sample.of(Metric.LAKE_AGE, Math.max(0, now - at) / 1000.0)));
    } catch (IOException unreadable) {
      samples.clear(); // half of the lake's figures would be no picture of it
    }
    try {
      samples.add(Sample.count(Metric.DISK_FREE, Files.getFileStore(work).getUsableSpace()));
    } catch (IOException unknown) {
      return samples;
    }
    return samples;
  }
}
