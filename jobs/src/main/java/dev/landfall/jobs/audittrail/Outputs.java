package dev.landfall.jobs.audittrail;

import dev.landfall.jobs.alert.AlertDesk;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.JudgedCall;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.lake.LakeWriterOperator;
import dev.landfall.jobs.lake.PublishOperator;
import dev.landfall.jobs.live.LiveView;
import dev.landfall.jobs.operator.Mode;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Where what the job makes goes to. */
interface Outputs {
  /** Judged calls, and the rows of all other tables in {@code LakeRow.encode()} form. */
  void lake(DataStream<JudgedCall> calls, DataStream<byte[]> rows);

  /** What the live page shows; nothing comes here in a replay. */
  void live(DataStream<Parcel> news);

  /** Findings as they stand to the sinks; rows of what was told come back for the lake. */
  DataStream<byte[]> alerts(DataStream<Parcel> revisions);

  /** The lake and the live page in the place that the configuration names; this process owns it. */
  static Outputs of(Settings settings, Mode mode) {
    return to(
        settings,
        mode == Mode.REPLAY
            ? PublishOperator.replay(
                settings.lake(), settings.clock(), settings.config().retention().calls())
            : PublishOperator.live(settings.lake(), settings.config().settle(), settings.clock()));
  }

  /** The same for a job that runs elsewhere and owns the lake itself. */
  static Outputs onCluster(Settings settings) {
    return to(
        settings,
        PublishOperator.owning(settings.lake(), settings.config().settle(), settings.clock()));
  }

  private static Set<String> sources(Settings settings) {
    Set<String> ids = new HashSet<>();
    settings.config().sources().forEach(source -> ids.add(source.id()));
    return ids;
  }

  private static Outputs to(Settings settings, PublishOperator publish) {
    return new Outputs() {
      @Override
      public void lake(DataStream<JudgedCall> calls, DataStream<byte[]> rows) {
        var ofCalls =
            calls
                .transform("write calls", EdgeType.BYTES, LakeWriterOperator.calls(settings.lake()))
                .uid(Uids.CALLS);
        rows.transform("write rows", EdgeType.BYTES, LakeWriterOperator.rows(settings.lake()))
            .uid(Uids.LAKE)
            .union(ofCalls)
            .transform("publish the lake", Types.LONG, publish)
            .uid(Uids.PUBLISH)
            .setParallelism(1)
            .setMaxParallelism(1);
      }

      @Override
      public DataStream<byte[]> alerts(DataStream<Parcel> revisions) {
        return revisions
            .transform("keep and send alerts", EdgeType.BYTES, new AlertDesk(settings.alerts()))
            .uid(Uids.ALERTS)
            .setParallelism(1)
            .setMaxParallelism(1);
      }

      @Override
      public void live(DataStream<Parcel> news) {
        long settleMillis = settings.config().settle().toMillis();
        news.transform(
                "draw the live page",
                Types.LONG,
                new LiveView(settings.lake(), sources(settings), settleMillis, settings.clock()))
            .uid(Uids.LIVE)
            .setParallelism(1)
            .setMaxParallelism(1);
      }
    };
  }
}
