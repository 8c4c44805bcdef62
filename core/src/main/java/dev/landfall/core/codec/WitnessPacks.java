package dev.landfall.core.codec;

import dev.landfall.core.model.Witness;

/**
 * Packs witnesses by the part that their calls fall into, and gives a pack away when it is large
 * enough.
 *
 * <p>Memory: a pack a part. Threads: one owner.
 */
public final class WitnessPacks {
  private static final int ENOUGH_BYTES = 48 << 10;

  private final WitnessPacker[] open;
  private final CallHash hash = new CallHash();
  private final Taker taker;

  /** Takes packs; they are its own from then on. */
  public interface Taker {
    void take(int part, byte[] pack);
  }

  public WitnessPacks(int parts, Taker taker) {
    this.open = new WitnessPacker[parts];
    this.taker = taker;
    for (int part = 0; part < parts; part++) {
      open[part] = new WitnessPacker();
    }
  }

  public void add(Witness witness) {
    long hashed = hash.of(witness.key());
    int part = CallHash.part(hashed, open.length);
    WitnessPacker packer = open[part];
    packer.add(witness, hashed);
    if (packer.size() >= ENOUGH_BYTES) {
      taker.take(part, packer.take());
    }
  }

  /** Gives away what is begun. */
  public void flush() {
    for (int part = 0; part < open.length; part++) {
      if (!open[part].isEmpty()) {
        taker.take(part, open[part].take());
      }
    }
  }
}
