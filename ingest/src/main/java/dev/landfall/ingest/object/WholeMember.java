package dev.landfall.ingest.object;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One member of a gzip, unpacked in one call by the system's libdeflate; see ADR 21.
 *
 * <p>Used where the system property {@value #PROPERTY} is {@code libdeflate}, which the launcher
 * sets for a replay, and the library is installed. Shape: {@link #unpack} succeeds only for a whole
 * and undamaged member; anything else is left to java.util.zip, which then tells what is wrong and
 * how much can be read. Memory: outside the heap, what the largest member yet needed and never more
 * than {@value #MOST_STORED} and {@value #MOST_UNPACKED} bytes for each object that is open.
 * Threads: one at a time.
 */
final class WholeMember {
  static final String PROPERTY = "landfall.unpack";
  static final int MOST_STORED = 16 << 20;
  static final int MOST_UNPACKED = 64 << 20;

  private static final int TRAILER = 8;
  private static final int FIRST_STORED = 1 << 18;
  private static final int FIRST_UNPACKED = 1 << 21;
  private static final boolean PRESENT =
      System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT).equals("libdeflate")
          && Libdeflate.load();
  private static final Queue<WholeMember> IDLE =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private final Pointer decompressor = Libdeflate.libdeflate_alloc_decompressor();
  private final Memory counts = new Memory(2 * Long.BYTES);
  private Memory in = new Memory(FIRST_STORED);
  private Memory out = new Memory(FIRST_UNPACKED);
  private int held;
  private long told;
  private int consumed;
  private int taken;
  private int length;

  /** Only where {@link Libdeflate#load()} is true. */
  WholeMember() {}

  /** To be given back; null where java.util.zip is to do it all. */
  static @Nullable WholeMember borrow() {
    if (!PRESENT) {
      return null;
    }
    WholeMember idle = IDLE.poll();
    return idle == null ? new WholeMember() : idle;
  }

  void giveBack() {
    held = 0;
    length = 0;
    taken = 0;
    if (!IDLE.offer(this)) {
      Libdeflate.libdeflate_free_decompressor(decompressor);
      counts.close();
      in.close();
      out.close();
    }
  }

  /** Takes over all of an object, once, however many members it has. */
  void load(byte[] stored, int size) {
    held = size <= MOST_STORED ? size : 0;
    if (in.size() < held) {
      in = larger(in, held, MOST_STORED);
    }
    in.write(0, stored, 0, held);
    told = held < TRAILER ? 0 : lastLength(stored, held);
  }

  /** Unpacks the member that begins there; false where it is damaged, cut or too long. */
  boolean unpack(int from) {
    if (from >= held || told > MOST_UNPACKED) {
      return false;
    }
    if (out.size() < told) {
      out = larger(out, told, MOST_UNPACKED);
    }
    int answer = inOneCall(from);
    while (answer == Libdeflate.INSUFFICIENT_SPACE && out.size() < MOST_UNPACKED) {
      out = larger(out, out.size() + 1, MOST_UNPACKED);
      answer = inOneCall(from);
    }
    boolean whole = answer == Libdeflate.SUCCESS;
    consumed = whole ? (int) counts.getLong(0) : 0;
    length = whole ? (int) counts.getLong(Long.BYTES) : 0;
    taken = 0;
    return whole;
  }

  /** How long the last member says it is, which in most objects is the only one. */
  private static long lastLength(byte[] stored, int to) {
    return (stored[to - 4] & 0xff)
        | (stored[to - 3] & 0xff) << 8
        | (stored[to - 2] & 0xff) << 16
        | (stored[to - 1] & 0xffL) << 24;
  }

  private int inOneCall(int from) {
    return Libdeflate.libdeflate_gzip_decompress_ex(
        decompressor,
        in.share(from),
        (long) held - from,
        out,
        out.size(),
        counts,
        counts.share(Long.BYTES));
  }

  private static Memory larger(Memory old, long least, long most) {
    long size = old.size();
    while (size < least) {
      size = Math.min(most, size << 1);
    }
    old.close();
    return new Memory(size);
  }

  /** How many stored bytes the member takes, header and trailer included. */
  int consumed() {
    return consumed;
  }

  /** Unpacked bytes not handed out yet. */
  int left() {
    return length - taken;
  }

  /** Hands out up to {@code room} bytes. */
  int take(byte[] into, int offset, int room) {
    int n = Math.min(room, left());
    out.read(taken, into, offset, n);
    taken += n;
    return n;
  }
}
