package dev.landfall.jobs.operator;

import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.util.OutputTag;

/** What operators send beside their main output. Ids are part of the graph; never rename one. */
public final class Tags {
  /** Rows of the lake, {@code LakeRow.encode()} form. */
  public static final OutputTag<byte[]> ROWS = new OutputTag<>("rows", EdgeType.BYTES);

  /** How sources stand, for the live page. */
  public static final OutputTag<Parcel> SOURCES = new OutputTag<>("sources", EdgeType.PARCEL);

  /** Grounds of findings, by finding. */
  public static final OutputTag<Parcel> GROUNDS = new OutputTag<>("grounds", EdgeType.PARCEL);

  /** Uses of quota, by quota row. */
  public static final OutputTag<Parcel> USES = new OutputTag<>("uses", EdgeType.PARCEL);

  /** Minutes of findings with episodes, by finding. */
  public static final OutputTag<Parcel> RATES = new OutputTag<>("rates", EdgeType.PARCEL);

  /** Seconds of callers, by caller. */
  public static final OutputTag<Parcel> CALLERS = new OutputTag<>("callers", EdgeType.PARCEL);

  /** What the live page shows. */
  public static final OutputTag<Parcel> LIVE = new OutputTag<>("live", EdgeType.PARCEL);

  /** Findings as they stand, for alerts. */
  public static final OutputTag<Parcel> REVISIONS = new OutputTag<>("revisions", EdgeType.PARCEL);

  private Tags() {}
}
