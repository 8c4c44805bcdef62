package dev.landfall.jobs.edge;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.codec.WitnessPacks;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Witness;

/**
 * The one shape that crosses the network between operators: what it is, whom it concerns, when, and
 * the thing itself in coded form.
 *
 * <p>Shape: {@code kind} says how {@code payload} is coded; {@code key} is the text the stream is
 * partitioned by. One flat shape instead of a class per edge keeps the serializer small, fast and
 * stable across releases. Units: {@code time} is epoch milliseconds UTC, zero where the kind has
 * none. Threads: never changed once made, so it is passed on without copying.
 */
@SuppressWarnings("ArrayRecordComponent") // hot path; parcels are never compared
public record Parcel(int kind, String key, long time, byte[] payload) {

  /** A witness, {@link CallCodec} form; key: the call's; time: the record's event time. */
  public static final int WITNESS = 1;

  /** A row of the lake, {@link LakeRow#encode()} form; key: the row's table. */
  public static final int ROW = 2;

  /** How a source stands, {@link LiveCodec} form; key: the source's id. */
  public static final int SOURCE = 3;

  /** Grounds of one finding, {@link GroundCodec} form; key: the finding's id. */
  public static final int GROUNDS = 4;

  /** Uses of one quota row, {@link QuotaCodec} form; key: the quota key's text. */
  public static final int USES = 5;

  /** Changes of the live page's counts, {@link LiveCodec} form. */
  public static final int COUNTS = 6;

  /** A finding as it stands now, early view; empty payload: it stands no longer. */
  public static final int FINDING = 7;

  /** The latest minutes of one quota row, early view. */
  public static final int BUSY = 8;

  /** Witnesses of a replay, {@link WitnessPacks} form; time: the part of the calls they tell of. */
  public static final int PACK = 30;

  /** Minutes of one finding with episodes, {@link RateBatch} form; key: the finding's id. */
  public static final int RATES = 21;

  /** Seconds of one caller, {@link CallerBatch} form; key: account, workload and role. */
  public static final int CALLERS = 22;

  /** A finding as it stands, to be alerted about: {@link FindingRevision} form; key: its id. */
  public static final int FINDING_REVISION = 20;

  public static Parcel of(FindingRevision revision) {
    return new Parcel(FINDING_REVISION, revision.findingId(), 0, revision.encode());
  }

  public static Parcel of(Witness witness) {
    return new Parcel(
        WITNESS, witness.key().text(), witness.statement().eventAt(), CallCodec.encode(witness));
  }

  public static Parcel ofPack(int part, byte[] pack) {
    return new Parcel(PACK, "", part, pack);
  }

  public static Parcel of(LakeRow row) {
    return new Parcel(ROW, row.table().id(), 0, row.encode());
  }

  /** A row of {@code objects} that is coded already. */
  public static Parcel ofObjectRow(byte[] coded) {
    return new Parcel(ROW, LakeTable.OBJECTS.id(), 0, coded);
  }
}
