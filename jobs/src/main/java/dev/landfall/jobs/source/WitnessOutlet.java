package dev.landfall.jobs.source;

import dev.landfall.core.codec.WitnessPacks;
import dev.landfall.core.model.Witness;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.jspecify.annotations.Nullable;

/**
 * How witnesses leave a source: each at once where sources are watched, in packs in a replay, which
 * neither keeps checkpoints nor pairs before all has been read.
 *
 * <p>Threads: the task's.
 */
final class WitnessOutlet {
  private final @Nullable WitnessPacks packs;
  private @Nullable ReaderOutput<Parcel> output;

  private WitnessOutlet(int parts) {
    this.packs = parts == 0 ? null : new WitnessPacks(parts, this::send);
  }

  /** {@code parts}: as in {@link ObjectOptions}. */
  static WitnessOutlet of(int parts) {
    return new WitnessOutlet(parts);
  }

  /** Whether it is a replay's. */
  boolean packs() {
    return packs != null;
  }

  void pass(Witness witness, ReaderOutput<Parcel> to) {
    if (packs == null) {
      to.collect(Parcel.of(witness));
    } else {
      output = to;
      packs.add(witness);
    }
  }

  /** Nothing more comes: sends what is begun. */
  void end(ReaderOutput<Parcel> to) {
    if (packs != null) {
      output = to;
      packs.flush();
    }
  }

  private void send(int part, byte[] pack) {
    ReaderOutput<Parcel> to = output;
    if (to == null) {
      throw new IllegalStateException("a pack without an output");
    }
    to.collect(Parcel.ofPack(part, pack));
  }
}
