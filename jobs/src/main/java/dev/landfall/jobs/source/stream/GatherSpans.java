package dev.landfall.jobs.source.stream;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.edge.Parcel;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts the rows of {@code objects} of single stream records together: one per shard and span read.
 *
 * <p>Shape: a span ends before a checkpoint's barrier leaves, so every version of the lake holds
 * the counts of exactly the records whose witnesses it holds; and a minute after it began. All else
 * passes. The operator keeps no state: what it holds came after the last barrier and comes again.
 */
public final class GatherSpans extends AbstractStreamOperator<Parcel>
    implements OneInputStreamOperator<Parcel, Parcel>, BoundedOneInput {
  private static final long serialVersionUID = 1;

  private static final long LONGEST_MILLIS = 60_000;
  private static final String OBJECTS = LakeTable.OBJECTS.id();

  private transient Map<String, Span> spans = new TreeMap<>();
  private transient boolean timed;

  @Override
  public void open() throws Exception {
    super.open();
    spans = new TreeMap<>();
  }

  @Override
  public void processElement(StreamRecord<Parcel> element) {
    Parcel parcel = element.getValue();
    if (parcel.kind() != Parcel.ROW || !OBJECTS.equals(parcel.key())) {
      output.collect(element);
      return;
    }
    LakeRow row = LakeRow.decode(parcel.payload());
    String uri = String.valueOf(row.get("uri"));
    int number = uri.lastIndexOf(StreamRows.NUMBER);
    if (number < 0) {
      output.collect(element); // says that a place can or cannot be read
      return;
    }
    spans.computeIfAbsent(uri.substring(0, number), Span::new).add(uri.substring(number + 1), row);
    if (!timed) {
      timed = true;
      long due = getProcessingTimeService().getCurrentProcessingTime() + LONGEST_MILLIS;
      var unused = getProcessingTimeService().registerTimer(due, at -> end());
    }
  }

  private void end() {
    spans.values().forEach(span -> output.collect(new StreamRecord<>(Parcel.of(span.row()))));
    spans.clear();
    timed = false;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    end();
  }

  @Override
  public void endInput() {
    end();
  }
}
