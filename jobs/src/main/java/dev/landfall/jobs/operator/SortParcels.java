package dev.landfall.jobs.operator;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends what a source emits where it belongs: witnesses on, rows and the source's standing aside.
 *
 * <p>It also counts what has been read, object by object.
 */
@SuppressWarnings("NullAway.Init") // transient parts are made when the operator is opened
public final class SortParcels extends ProcessFunction<Parcel, Parcel> {
  private static final long serialVersionUID = 1;

  /** Accumulators: records and decompressed bytes of the objects read whole so far. */
  public static final String RECORDS_READ = "landfall.records-read";

  public static final String BYTES_READ = "landfall.bytes-read";

  private static final String OBJECTS = LakeTable.OBJECTS.id();

  private final String sourceId;
  private final LongCounter records = new LongCounter();
  private final LongCounter bytes = new LongCounter();

  private transient RecordsRead read;

  public SortParcels(String sourceId) {
    this.sourceId = sourceId;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(RECORDS_READ, records);
    getRuntimeContext().addAccumulator(BYTES_READ, bytes);
    read = new RecordsRead(getRuntimeContext().getMetricGroup(), sourceId);
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<Parcel> out) {
    switch (parcel.kind()) {
      case Parcel.WITNESS, Parcel.PACK -> out.collect(parcel);
      case Parcel.ROW -> {
        if (OBJECTS.equals(parcel.key())) {
          LakeRow object = LakeRow.decode(parcel.payload());
          count(object);
          read.object(object);
        }
        context.output(Tags.ROWS, parcel.payload());
      }
      case Parcel.SOURCE -> context.output(Tags.SOURCES, parcel);
      default -> throw new IllegalStateException("a source sent a parcel of kind " + parcel.kind());
    }
  }

  private void count(LakeRow object) {
    records.add((Long) object.get("records"));
    bytes.add((Long) object.get("raw_bytes"));
  }
}
