package dev.landfall.jobs.operator;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.codec.CallHash;
import dev.landfall.core.codec.WitnessPacks;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.state.WitnessSpill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Merges the witnesses of a replay: holds all until the input has ended, then sends each call once,
 * as {@code FINAL}.
 *
 * <p>Shape: partitioned by call, not keyed: nothing here is checkpointed, for a replay that fails
 * starts anew. Witnesses come in packs, or one by one from sources that do not pack. The end is
 * taken from the last mark rather than from the end of input, because what follows writes on that
 * mark. Memory: a fixed share of the heap, then working files.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class PairReplay extends AbstractStreamOperator<Revision>
    implements OneInputStreamOperator<Parcel, Revision> {
  private static final long serialVersionUID = 1;

  private final String workFolder;
  private final long memoryBytes;
  private final int parts;
  private transient WitnessSpill witnesses;
  private transient WitnessPacks single;

  /** {@code parts}: into how many all calls are divided, as in the packs that come. */
  public PairReplay(Path workFolder, long memoryBytes, int parts) {
    this.workFolder = workFolder.toString();
    this.memoryBytes = memoryBytes;
    this.parts = parts;
  }

  /** Which part of the calls a parcel tells of. */
  public static int part(Parcel parcel, int parts) {
    return parcel.kind() == Parcel.PACK
        ? (int) parcel.time()
        : CallHash.part(new CallHash().of(parcel.key()), parts);
  }

  @Override
  public void open() throws Exception {
    super.open();
    witnesses = new WitnessSpill(Path.of(workFolder), memoryBytes, parts);
    single = new WitnessPacks(parts, this::hold);
  }

  private void hold(int part, byte[] pack) {
    try {
      witnesses.add(part, pack);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep what was read of the calls", e);
    }
  }

  @Override
  public void processElement(StreamRecord<Parcel> element) throws Exception {
    Parcel parcel = element.getValue();
    if (parcel.kind() == Parcel.PACK) {
      hold((int) parcel.time(), parcel.payload());
    } else {
      single.add(CallCodec.decodeWitness(parcel.payload()));
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
      single.flush();
      witnesses.drain(this::settled);
    }
    super.processWatermark(mark);
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
