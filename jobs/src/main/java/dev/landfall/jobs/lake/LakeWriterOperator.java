package dev.landfall.jobs.lake;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.edge.JudgedCall;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows in, lists of sealed files out ({@link SealedFiles#encode()}).
 *
 * <p>{@link #rows}: of all tables, in {@code LakeRow.encode()} form. {@link #calls}: judged calls,
 * chained to the judge, so that a call goes to its columns without ever being coded as a row.
 *
 * <p>Shape: files are sealed and their list emitted before a checkpoint's barrier leaves, so the
 * publisher holds every file of a checkpoint when it takes part in it. The operator keeps no state:
 * files of an attempt that failed are named by nobody and cleaned by age. Any parallelism.
 */
public abstract class LakeWriterOperator<T> extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<T, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final LakePlace lake;
  private final WriterOptions options;
  private transient @Nullable LakeWriter writer;

  private LakeWriterOperator(LakePlace lake) {
    this.lake = lake;
    this.options = WriterOptions.defaults();
  }

  public static LakeWriterOperator<byte[]> rows(LakePlace lake) {
    return new OfRows(lake);
  }

  public static LakeWriterOperator<JudgedCall> calls(LakePlace lake) {
    return new OfCalls(lake);
  }

  private static final class OfRows extends LakeWriterOperator<byte[]> {
    private static final long serialVersionUID = 1L;

    OfRows(LakePlace lake) {
      super(lake);
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) throws Exception {
      writer().append(element.getValue());
    }
  }

  private static final class OfCalls extends LakeWriterOperator<JudgedCall> {
    private static final long serialVersionUID = 1L;

    OfCalls(LakePlace lake) {
      super(lake);
    }

    @Override
    public void processElement(StreamRecord<JudgedCall> element) throws Exception {
      writer().append(element.getValue());
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    LakeConnections.endWith(getRuntimeContext());
    writer = new LakeWriter(LakeFiles.at(lake), options);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    seal();
  }

  @Override
  public void endInput() throws Exception {
    seal();
  }

  @Override
  public void close() throws Exception {
    LakeWriter open = writer;
    writer = null;
    if (open != null) {
      open.close();
    }
    super.close();
  }

  private void seal() throws Exception {
    SealedFiles sealed = writer().seal();
    if (!sealed.isEmpty()) {
      output.collect(new StreamRecord<>(sealed.encode()));
    }
  }

  final LakeWriter writer() {
    LakeWriter open = writer;
    if (open == null) {
      throw new IllegalStateException("the lake writer is used before it is opened");
    }
    return open;
  }
}
