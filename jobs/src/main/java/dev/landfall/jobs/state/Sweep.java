package dev.landfall.jobs.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Witnesses loaded together, grouped into calls and put in the order of the calls' first times.
 *
 * <p>Shape: parallel arrays and a hash table of chains instead of objects, because a sweep holds a
 * million witnesses and every call of a replay goes through here. Threads: one owner.
 */
@SuppressWarnings("ByteBufferBackingArray") // blocks are heap arrays of our own
final class Sweep {
  /** Calls of one sweep, so that a call's number and its time fit in one sortable long. */
  private static final int INDEX_BITS = 24;

  private static final int NONE = -1;

  private final List<byte[]> blocks = new ArrayList<>();
  private long[] hashes = new long[1 << 10];
  private long[] times = new long[1 << 10];
  private int[] block = new int[1 << 10];
  private int[] from = new int[1 << 10];
  private int size;

  /** Takes the witnesses of a block in, as {@link WitnessSpill#add} wrote them. */
  void add(byte[] bytes, int end) {
    blocks.add(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    while (in.hasRemaining()) {
      if (size == hashes.length) {
        grow();
      }
      hashes[size] = in.getLong();
      times[size] = in.getLong();
      block[size] = blocks.size() - 1;
      from[size] = in.position();
      size++;
      int length = in.getInt();
      in.position(in.position() + length);
    }
    if (size >= 1 << INDEX_BITS) {
      throw new IllegalStateException("a sweep holds at most 16 million witnesses, got " + size);
    }
  }

  void give(WitnessSpill.Calls calls) throws IOException {
    int[] next = new int[size];
    int[] heads = chains(next);
    for (long each : inOrder(heads, next)) {
      List<byte[]> witnesses = new ArrayList<>(3);
      for (int i = (int) (each & ((1 << INDEX_BITS) - 1)); i != NONE; i = next[i]) {
        witnesses.add(witness(i));
      }
      calls.call(witnesses);
    }
  }

  /** The first witness of each call, ending in {@link #NONE}s; {@code next} chains the others. */
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
        long since = Math.min(first - least, (1L << (63 - INDEX_BITS)) - 1);
        order[n++] = since << INDEX_BITS | head;
      }
    }
    long[] calls = Arrays.copyOf(order, n);
    Arrays.sort(calls);
    return calls;
  }

  private byte[] witness(int i) {
    byte[] bytes = blocks.get(block[i]);
    int length = ByteBuffer.wrap(bytes).getInt(from[i]);
    int start = from[i] + Integer.BYTES;
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  private void grow() {
    int larger = size * 2;
    hashes = Arrays.copyOf(hashes, larger);
    times = Arrays.copyOf(times, larger);
    block = Arrays.copyOf(block, larger);
    from = Arrays.copyOf(from, larger);
  }
}
