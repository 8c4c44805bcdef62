package dev.landfall.bench;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.judge.CallRows;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What happens to one call after its records are read; nanoseconds per call. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class CallBench {
  private static final int CALLS = 2000;

  private final List<List<Witness>> witnesses = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<byte[]> coded = new ArrayList<>();
  private final List<Judgement> judgements = new ArrayList<>();
  private final List<LakeRow> rows = new ArrayList<>();
  private final List<byte[]> codedRows = new ArrayList<>();
  private final List<QuotaUse> uses = new ArrayList<>();
  private final Judge judge = new Judge(PolicyHistory.open(), Catalogue.shipped());

  @Setup
  public void make() {
    Map<CallKey, List<Witness>> byCall = new LinkedHashMap<>();
    for (Witness witness : Logs.make(2500).witnesses()) {
      byCall.computeIfAbsent(witness.key(), key -> new ArrayList<>()).add(witness);
    }
    byCall.values().stream().limit(CALLS).forEach(witnesses::add);
    while (witnesses.size() < CALLS) {
      witnesses.add(witnesses.get(0));
    }
    for (List<Witness> of : witnesses) {
      Call call = merged(of);
      Judgement judgement = judge.judge(call);
      LakeRow row = CallRows.row(judgement, RevisionLabel.FINAL);
      calls.add(call);
      coded.add(CallCodec.encode(call));
      judgements.add(judgement);
      rows.add(row);
      codedRows.add(row.encode());
      if (judgement.quota() != null) {
        uses.add(judgement.quota());
      }
    }
    while (uses.size() < CALLS) {
      uses.add(uses.get(0));
    }
  }

  private static Call merged(List<Witness> of) {
    Call call = Call.of(of.get(0));
    for (int i = 1; i < of.size(); i++) {
      call = Call.merge(call, Call.of(of.get(i)));
    }
    return call;
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void mergeWitnesses(Blackhole out) {
    for (List<Witness> of : witnesses) {
      out.consume(merged(of));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void encodeCall(Blackhole out) {
    for (Call call : calls) {
      out.consume(CallCodec.encode(call));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void decodeCall(Blackhole out) {
    for (byte[] bytes : coded) {
      out.consume(CallCodec.decode(bytes));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void judge(Blackhole out) {
    for (Call call : calls) {
      out.consume(judge.judge(call));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void makeRow(Blackhole out) {
    for (Judgement judgement : judgements) {
      out.consume(CallRows.row(judgement, RevisionLabel.FINAL));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void encodeRow(Blackhole out) {
    for (LakeRow row : rows) {
      out.consume(row.encode());
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void decodeRow(Blackhole out) {
    for (byte[] row : codedRows) {
      out.consume(LakeRow.decode(row));
    }
  }

  /** All uses into one ledger, then every minute of it, as a replay ends. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void quotaLedger(Blackhole out) {
    QuotaLedger ledger = new QuotaLedger();
    for (QuotaUse use : uses) {
      ledger.add(use);
    }
    for (long minute : ledger.dirtyMinutes()) {
      out.consume(ledger.minute(minute));
    }
  }
}
