package dev.landfall.jobs.operator;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.Expectations;
import dev.landfall.core.pairing.Pairing;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.state.WitnessSpill;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Merges the witnesses of a replay: holds all until the input has ended, then sends each call once,
 * as {@code FINAL}.
 *
 * <p>Shape: partitioned by call, not keyed: nothing here is checkpointed, for a replay that fails
 * starts anew. The end is taken from the last mark rather than from the end of input, because what
 * follows writes on that mark. Memory: a fixed share of the heap, then working files.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class PairReplay extends AbstractStreamOperator<Revision>
    implements OneInputStreamOperator<Parcel, Revision> {
  private static final long serialVersionUID = 1;

  private final String workFolder;
  private final long memoryBytes;
  private transient Pairing pairing;
  private transient WitnessSpill witnesses;

  public PairReplay(Path workFolder, long memoryBytes) {
    this.workFolder = workFolder.toString();
    this.memoryBytes = memoryBytes;
  }

  /** 64 bits that stand for a call. */
  public static long hash(String key) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      h = (h ^ key.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    return h ^ (h >>> 33);
  }

  /** Which task takes a call; from other bits than those that part its working files. */
  public static int place(String key, int tasks) {
    return (int) Math.floorMod(hash(key) >>> 40, (long) tasks);
  }

  @Override
  public void open() throws Exception {
    super.open();
    // What is awaited does not matter here: all input has ended when a call is sent.
    pairing = new Pairing(Expectations.everything());
    witnesses = new WitnessSpill(Path.of(workFolder), memoryBytes);
  }

  @Override
  public void processElement(StreamRecord<Parcel> element) throws Exception {
    Parcel parcel = element.getValue();
    witnesses.add(hash(parcel.key()), parcel.time(), parcel.payload());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
      witnesses.drain(this::send);
    }
    super.processWatermark(mark);
  }

  private void send(List<byte[]> coded) {
    Witness first = CallCodec.decodeWitness(coded.get(0));
    Call call = pairing.merge(null, first);
    Map<CallKey, Call> others = null;
    for (byte[] bytes : coded.subList(1, coded.size())) {
      Witness witness = CallCodec.decodeWitness(bytes);
      if (witness.key().equals(first.key())) {
        call = pairing.merge(call, witness);
      } else {
        others = others == null ? new TreeMap<>() : others;
        others.put(witness.key(), pairing.merge(others.get(witness.key()), witness));
      }
    }
    settled(call);
    if (others != null) {
      others.values().forEach(this::settled);
    }
  }

  private void settled(Call call) {
    output.collect(new StreamRecord<>(new Revision(null, call, RevisionLabel.FINAL)));
  }

  @Override
  public void close() throws Exception {
    if (witnesses != null) {
      witnesses.close();
    }
    super.close();
  }
}
