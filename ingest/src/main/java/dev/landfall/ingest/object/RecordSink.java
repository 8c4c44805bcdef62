package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Witness;

/** Where the parser puts what it read. Every record ends in exactly one of these calls. */
public interface RecordSink {
  void witness(Witness witness);

  /** A row of {@code changes}. */
  void change(LakeRow row);

  /** A row of {@code surfaces}; the record counts as ignored for the reason {@code surface}. */
  void surface(LakeRow row);

  void ignored(String reason);

  /** A row of {@code rejects}. */
  void reject(LakeRow row);
}
