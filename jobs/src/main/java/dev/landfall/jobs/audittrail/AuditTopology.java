package dev.landfall.jobs.audittrail;

import dev.landfall.core.pairing.Revision;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.live.CountRows;
import dev.landfall.jobs.operator.JudgeCalls;
import dev.landfall.jobs.operator.KeepLedger;
import dev.landfall.jobs.operator.KeepRates;
import dev.landfall.jobs.operator.Mode;
import dev.landfall.jobs.operator.PairLive;
import dev.landfall.jobs.operator.PairReplay;
import dev.landfall.jobs.operator.SortParcels;
import dev.landfall.jobs.operator.Tags;
import dev.landfall.jobs.operator.TallyFindings;
import dev.landfall.jobs.operator.WatchCallers;
import dev.landfall.jobs.operator.WatchEvidence;
import dev.landfall.jobs.operator.WatchSources;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The whole job, from what sources emit to what the lake and the live page show. */
final class AuditTopology {
  private AuditTopology() {}

  static void define(Inputs in, Outputs out, Settings settings, Mode mode) {
    long remember = settings.config().remember().toMillis();
    long settle = settings.config().settle().toMillis();

    var read = in.sources().stream().map(AuditTopology::sorted).toList();
    var witnesses = united(read.stream().map(each -> (DataStream<Parcel>) each).toList());
    var rowsRead = united(read.stream().map(each -> each.getSideOutput(Tags.ROWS)).toList());
    var sources = united(read.stream().map(each -> each.getSideOutput(Tags.SOURCES)).toList());

    var revisions = mode == Mode.REPLAY ? atTheEnd(witnesses, settings) : live(witnesses, settings);

    var calls =
        revisions
            .transform(
                "judge calls",
                EdgeType.JUDGED,
                new JudgeCalls(settings.policy(), settings.catalogue(), mode))
            .uid(Uids.JUDGE);

    var lateRows = revisions.getSideOutput(Tags.ROWS);
    var gaps =
        rowsRead
            .union(lateRows)
            .filter(WatchEvidence::concerns)
            .uid(Uids.EVIDENCE_ROWS)
            .name("select rows that tell of evidence")
            .keyBy(WatchEvidence::subject, Types.STRING)
            .process(new WatchEvidence(remember), EdgeType.PARCEL)
            .uid(Uids.EVIDENCE)
            .name("watch for missing evidence");

    var grounds = calls.getSideOutput(Tags.GROUNDS).union(gaps, fallbacks(calls, settings, mode));
    if (mode == Mode.LIVE) {
      grounds = grounds.union(quiet(in, sources, settings));
    }
    var findings =
        grounds
            .keyBy(Parcel::key, Types.STRING)
            .process(new TallyFindings(remember, mode), EdgeType.BYTES)
            .uid(Uids.FINDINGS)
            .name("tally findings");

    var minutes =
        calls
            .getSideOutput(Tags.USES)
            .keyBy(Parcel::key, Types.STRING)
            .process(
                new KeepLedger(settings.policy(), settings.catalogue(), settle, remember, mode),
                EdgeType.BYTES)
            .uid(Uids.LEDGER)
            .name("keep the quota ledger");

    var rates =
        calls
            .getSideOutput(Tags.RATES)
            .keyBy(Parcel::key, Types.STRING)
            .process(new KeepRates(settings.policy(), settle, remember, mode), EdgeType.BYTES)
            .uid(Uids.RATES)
            .name("keep Region mix and latency");

    var canaries = calls.getSideOutput(Tags.ROWS);
    DataStream<byte[]> rows = rowsRead.union(findings, minutes, rates, lateRows, canaries);
    // Whatever else finds something joins the stream of revisions here.
    var standing =
        findings
            .getSideOutput(Tags.REVISIONS)
            .union(minutes.getSideOutput(Tags.REVISIONS), rates.getSideOutput(Tags.REVISIONS));
    boolean alerts = mode == Mode.LIVE || settings.replayNotifies();
    out.lake(calls, alerts ? rows.union(out.alerts(standing)) : rows);

    if (mode == Mode.LIVE) {
      var totals =
          rowsRead
              .union(lateRows)
              .flatMap(new CountRows())
              .returns(EdgeType.PARCEL)
              .uid(Uids.COUNT)
              .name("count rows read");
      out.live(
          totals.union(
              sources,
              calls.getSideOutput(Tags.LIVE),
              findings.getSideOutput(Tags.LIVE),
              rates.getSideOutput(Tags.LIVE),
              minutes.getSideOutput(Tags.LIVE)));
    }
  }

  private static DataStream<Parcel> fallbacks(
      SingleOutputStreamOperator<?> calls, Settings settings, Mode mode) {
    return calls
        .getSideOutput(Tags.CALLERS)
        .keyBy(Parcel::key, Types.STRING)
        .process(
            new WatchCallers(
                settings.config().settle().toMillis(),
                settings.config().remember().toMillis(),
                mode),
            EdgeType.PARCEL)
        .uid(Uids.CALLERS)
        .name("watch callers for a second Region");
  }

  private static DataStream<Parcel> quiet(
      Inputs in, DataStream<Parcel> sources, Settings settings) {
    return sources
        .keyBy(Parcel::key, Types.STRING)
        .process(
            new WatchSources(
                in.sources().stream().map(Inputs.Input::id).collect(Collectors.toSet()),
                settings.quietAfter(),
                settings.silentAfter().toMillis()),
            EdgeType.PARCEL)
        .uid(Uids.SOURCES)
        .name("watch for silent sources");
  }

  private static SingleOutputStreamOperator<Parcel> sorted(Inputs.Input input) {
    return input
        .parcels()
        .process(new SortParcels(input.id()), EdgeType.PARCEL)
        .uid(Uids.sort(input.id()))
        .name("sort witnesses from rows");
  }

  private static SingleOutputStreamOperator<Revision> live(
      DataStream<Parcel> witnesses, Settings settings) {
    return witnesses
        .keyBy(Parcel::key, Types.STRING)
        .transform("pair witnesses into calls", EdgeType.REVISION, new PairLive(settings.pairing()))
        .uid(Uids.PAIR);
  }

  private static SingleOutputStreamOperator<Revision> atTheEnd(
      DataStream<Parcel> witnesses, Settings settings) {
    int parts = settings.replayParts();
    return witnesses
        .partitionCustom(
            (Integer part, int tasks) -> part % tasks, parcel -> PairReplay.part(parcel, parts))
        .transform(
            "pair witnesses when all are read",
            EdgeType.REVISION,
            new PairReplay(WorkFolders.spill(settings.work()), settings.replayMemory(), parts))
        .uid(Uids.PAIR);
  }

  private static <T> DataStream<T> united(List<? extends DataStream<T>> streams) {
    DataStream<T> first = streams.get(0);
    for (DataStream<T> other : streams.subList(1, streams.size())) {
      first = first.union(other);
    }
    return first;
  }
}
