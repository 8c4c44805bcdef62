package dev.landfall.core.codec;

import dev.landfall.core.model.Witness;

/**
 * Packs witnesses by the part that their calls fall into, and gives a pack away when it is large
 * enough.
 *
 * <p>Memory: a few megabytes, shared by the parts. Threads: one owner.
 */
public final class WitnessPacks {
  /** Of all open packs together: there is a reader a slot, and parts grow with the slots, too. */
  private static final int OPEN_BYTES = 4 << 20;

  /** The larger, the fewer texts come twice; beyond this hardly any fewer. */
  private static final int MOST_BYTES = 48 << 10;

  private final WitnessPacker[] open;
  private final CallHash hash = new CallHash();
  private final Taker taker;
  private final int enough;

  /** Takes packs; they are its own from then on. */
  public interface Taker {
    void take(int part, byte[] pack);
  }

  public WitnessPacks(int parts, Taker taker) {
    this.open = new WitnessPacker[parts];
    this.taker = taker;
    this.enough = Math.min(MOST_BYTES, OPEN_BYTES / parts);
    for (int part = 0; part < parts; part++) {
      open[part] = new WitnessPacker();
    }
  }

  public void add(Witness witness) {
    long hashed = hash.of(witness.key());
    int part = CallHash.part(hashed, open.length);
    WitnessPacker packer = open[part];
    packer.add(witness, hash, hashed);
    if (packer.size() >= enough) {
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
