package dev.landfall.jobs.operator;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryRows;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Witnesses whose call has been forgotten: rows of {@code late}, or of {@code canaries}. */
final class LateRows {
  private LateRows() {}

  static LakeRow of(Witness witness) {
    String hash = hash(CallCodec.identity(witness));
    if (Canary.marks(witness)) {
      return CanaryRows.late(witness, hash); // in 'late' it would be a gap in somebody's evidence
    }
    return new LakeRow(LakeTable.LATE)
        .set("partition", witness.key().partition())
        .set("account", witness.key().account())
        .set("request_id", witness.key().requestId())
        .set("kind", witness.kind().name())
        .set("evidence_hash", hash)
        .setMillis("event_at", witness.statement().eventAt())
        .setMillis("arrived_at", witness.arrivedAt())
        .set("evidence", CallCodec.encode(Call.of(witness)));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
