package dev.landfall.jobs.state;

import dev.landfall.core.codec.TextPool;
import dev.landfall.core.codec.WitnessPack;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Packs loaded together: their witnesses grouped into calls, merged, and given in the order of the
 * calls' first times.
 *
 * <p>Shape: parallel arrays and a hash table of chains instead of objects, because a sweep holds a
 * million witnesses and every call of a replay goes through here. Equal hashes bring witnesses
 * together, equal keys make them one call. Threads: one owner.
 */
final class Sweep {
  /** Witnesses of one sweep, so that a witness's number and its time fit in one sortable long. */
  private static final int INDEX_BITS = 26;

  /** Calls less than 16 ms apart may change places: what is left of a long spans 69 years. */
  private static final int TIME_SHIFT = 4;

  private static final int NONE = -1;

  private final TextPool texts;
  private final List<WitnessPack> packs = new ArrayList<>();
  private long[] hashes = new long[1 << 10];
  private long[] times = new long[1 << 10];
  private int[] pack = new int[1 << 10];
  private int[] rowAt = new int[1 << 10];
  private int size;

  Sweep(TextPool texts) {
    this.texts = texts;
  }

  /** Takes in packs that follow each other. */
  void add(byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      WitnessPack next = new WitnessPack(bytes, at, texts);
      at = next.end();
      if (size + next.size() > hashes.length) {
        grow(size + next.size());
      }
      for (int i = 0; i < next.size(); i++) {
        hashes[size] = next.hash(i);
        times[size] = next.time(i);
        pack[size] = packs.size();
        rowAt[size] = next.rowAt(i);
        size++;
      }
      packs.add(next);
    }
    if (size >= 1 << INDEX_BITS) {
      throw new IllegalStateException("a sweep holds at most 64 million witnesses, got " + size);
    }
  }

  void give(Consumer<Call> calls) {
    int[] next = new int[size];
    int[] heads = chains(next);
    for (long each : inOrder(heads, next)) {
      give((int) (each & ((1 << INDEX_BITS) - 1)), next, calls);
    }
  }

  private void give(int head, int[] next, Consumer<Call> calls) {
    Call call = call(head);
    Map<CallKey, Call> others = null;
    for (int i = next[head]; i != NONE; i = next[i]) {
      Call part = call(i);
      if (part.key().equals(call.key())) {
        call = Call.merge(call, part);
      } else {
        others = others == null ? new TreeMap<>() : others;
        others.merge(part.key(), part, Call::merge);
      }
    }
    calls.accept(call);
    if (others != null) {
      others.values().forEach(calls);
    }
  }

  private Call call(int i) {
    return packs.get(pack[i]).call(rowAt[i], times[i]);
  }

  /** The last witness of each call, among {@link #NONE}s; {@code next} chains the others. */
  private int[] chains(int[] next) {
    int slots = Integer.highestOneBit(Math.max(16, size) * 2 - 1) << 1;
    int[] table = new int[slots];
    Arrays.fill(table, NONE);
    for (int i = 0; i < size; i++) {
      int slot = (int) (hashes[i] ^ (hashes[i] >>> 29)) & (slots - 1);
      while (table[slot] != NONE && hashes[table[slot]] != hashes[i]) {
        slot = (slot + 1) & (slots - 1);
      }
      next[i] = table[slot];
      table[slot] = i;
    }
    return table;
  }

  /** Calls by their first time: the time above, the number of the chain's head below. */
  private long[] inOrder(int[] heads, int[] next) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, times[i]);
    }
    long[] order = new long[size];
    int n = 0;
    for (int head : heads) {
      if (head != NONE) {
        long first = times[head];
        for (int i = next[head]; i != NONE; i = next[i]) {
          first = Math.min(first, times[i]);
        }
        // A wild time sorts last among the others; only the order of writing depends on it.
        long since = (first - least) >>> TIME_SHIFT;
        order[n++] = Math.min(since, (1L << (63 - INDEX_BITS)) - 1) << INDEX_BITS | head;
      }
    }
    long[] calls = Arrays.copyOf(order, n);
    Arrays.sort(calls);
    return calls;
  }

  private void grow(int wanted) {
    int larger = Math.max(wanted, hashes.length * 2);
    hashes = Arrays.copyOf(hashes, larger);
    times = Arrays.copyOf(times, larger);
    pack = Arrays.copyOf(pack, larger);
    rowAt = Arrays.copyOf(rowAt, larger);
  }
}
