package dev.landfall.jobs.state;

import dev.landfall.core.quota.QuotaLedger;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** The ledger of a quota row in state. */
public final class LedgerSerializer extends CodedSerializer<QuotaLedger> {
  private static final long serialVersionUID = 1;

  public static final LedgerSerializer INSTANCE = new LedgerSerializer();

  @Override
  public QuotaLedger createInstance() {
    return new QuotaLedger();
  }

  @Override
  byte[] encode(QuotaLedger value) {
    return value.encode();
  }

  @Override
  QuotaLedger decode(byte[] bytes) {
    return QuotaLedger.decode(bytes);
  }

  @Override
  public TypeSerializerSnapshot<QuotaLedger> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in checkpoints that this serializer wrote the state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<QuotaLedger> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
