package dev.landfall.jobs.live;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** What rows of {@code objects}, {@code late} and {@code canaries} do to the live page's totals. */
public final class CountRows implements FlatMapFunction<byte[], Parcel> {
  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(byte[] coded, Collector<Parcel> out) {
    if (coded[0] == LakeTable.OBJECTS.ordinal()
        || coded[0] == LakeTable.LATE.ordinal()
        || coded[0] == LakeTable.CANARIES.ordinal()) {
      LiveCounts counts = new LiveCounts();
      counts.row(LakeRow.decode(coded));
      if (!counts.isEmpty()) {
        out.collect(new Parcel(Parcel.COUNTS, "", 0, LiveCodec.encode(counts.all())));
      }
    }
  }
}
