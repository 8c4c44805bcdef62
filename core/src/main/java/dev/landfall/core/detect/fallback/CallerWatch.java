package dev.landfall.core.detect.fallback;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A caller's table, and which of its fallbacks were told.
 *
 * <p>Shape: {@link #look} tells the difference between what is and what was told, so that what was
 * told is always the fallbacks of the table, up to where it was looked at. Bound: {@link #forget}
 * drops what nothing can change any more. Threads: confined to one.
 */
public final class CallerWatch {
  private static final int VERSION = 1;
  private static final long NEVER = Long.MAX_VALUE;

  /** So far before a call lies what decides on it. */
  private static final long LOOKED_BACK_SECONDS =
      ClientFallback.WITHIN_SECONDS + ClientFallback.STEADY_SECONDS;

  private CallerTable table = new CallerTable();
  private final TreeMap<Fallback, Integer> told = new TreeMap<>();
  private long changedFrom = NEVER;
  private long forgottenBefore = Long.MIN_VALUE;

  /**
   * What is to be told.
   *
   * @param calls how many more; negative: how many fewer
   */
  public record Change(Fallback fallback, int calls) {}

  public void addAll(CallerTable more) {
    if (!more.isEmpty() && more.last() >= forgottenBefore) {
      changedFrom = Math.min(changedFrom, Math.max(more.first(), forgottenBefore));
      table.addAll(more);
    }
  }

  /** Changes among the fallbacks before a second. */
  public List<Change> look(long before) {
    if (changedFrom >= before) {
      return List.of();
    }
    SortedMap<Fallback, Integer> now = table.fallbacks(changedFrom, before);
    SortedMap<Fallback, Integer> old =
        told.subMap(new Fallback(changedFrom, "", ""), new Fallback(before, "", ""));
    List<Change> changes = new ArrayList<>();
    now.forEach(
        (fallback, calls) -> change(changes, fallback, calls - old.getOrDefault(fallback, 0)));
    old.forEach(
        (fallback, calls) -> change(changes, fallback, now.containsKey(fallback) ? 0 : -calls));
    old.clear();
    told.putAll(now);
    // what comes after was not looked at yet
    changedFrom = table.isEmpty() || table.last() < before ? NEVER : before;
    return changes;
  }

  private static void change(List<Change> changes, Fallback fallback, int calls) {
    if (calls != 0) {
      changes.add(new Change(fallback, calls));
    }
  }

  /** Something was not looked at yet. */
  public boolean isWaiting() {
    return changedFrom != NEVER;
  }

  /** The latest second that was not looked at; only where something waits. */
  public long nextSecond() {
    return Math.max(changedFrom, table.isEmpty() ? changedFrom : table.last());
  }

  /** Nothing is held, and nothing waits to be looked at. */
  public boolean isEmpty() {
    return table.isEmpty() && told.isEmpty() && !isWaiting();
  }

  /** Forgetting what was before this second leaves nothing, once all has been looked at. */
  public long emptyFrom() {
    long last = table.isEmpty() ? Long.MIN_VALUE : table.last();
    last = told.isEmpty() ? last : Math.max(last, told.lastKey().second());
    last = isWaiting() ? Math.max(last, changedFrom) : last;
    return last == Long.MIN_VALUE ? last : last + LOOKED_BACK_SECONDS + 60;
  }

  /** Drops what was before a second and must not change any more. */
  public void forget(long before) {
    if (before > forgottenBefore) {
      forgottenBefore = before;
      table.removeBefore(before - LOOKED_BACK_SECONDS);
      told.headMap(new Fallback(before, "", "")).clear();
    }
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    table.write(out);
    out.writeLong(told.size());
    for (Map.Entry<Fallback, Integer> entry : told.entrySet()) {
      out.writeLong(entry.getKey().second());
      out.writeString(entry.getKey().from());
      out.writeString(entry.getKey().to());
      out.writeLong(entry.getValue());
    }
    out.writeFixedLong(changedFrom);
    out.writeFixedLong(forgottenBefore);
    return out.toByteArray();
  }

  public static CallerWatch decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a caller's table has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    CallerWatch watch = new CallerWatch();
    watch.table = CallerTable.read(in);
    for (long n = in.readLong(); n > 0; n--) {
      watch.told.put(
          new Fallback(in.readLong(), in.readString(), in.readString()), (int) in.readLong());
    }
    watch.changedFrom = in.readFixedLong();
    watch.forgottenBefore = in.readFixedLong();
    return watch;
  }
}
