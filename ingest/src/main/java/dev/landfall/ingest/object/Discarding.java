package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Witness;

/** Lets everything go: for records that were delivered before a restart. */
public final class Discarding implements RecordSink {
  @Override
  public void witness(Witness witness) {}

  @Override
  public void change(LakeRow row) {}

  @Override
  public void surface(LakeRow row) {}

  @Override
  public void ignored(String reason) {}

  @Override
  public void reject(LakeRow row) {}
}
