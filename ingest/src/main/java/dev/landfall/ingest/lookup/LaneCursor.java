package dev.landfall.ingest.lookup;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;

/**
 * How far one lane has been read.
 *
 * <p>A sweep goes from a little before the frontier to what was the present when it began, window
 * by window, oldest first. The next one begins {@code overlap} before its end, for events come to
 * be seen minutes after they happened. So an event that is visible within {@code overlap} of its
 * time has been seen once the frontier is {@code overlap} past it.
 *
 * <p>Units: epoch milliseconds, whole seconds.
 *
 * @param frontier end of the last whole window that went beyond all before it
 * @param position end of the last whole window
 * @param target where the sweep ends; not beyond {@code position}: it has ended
 */
public record LaneCursor(long frontier, long position, long target) {

  private static final long NEVER = Long.MIN_VALUE;

  /** Nothing read yet; to be read from that time on. */
  static LaneCursor from(long start) {
    return new LaneCursor(start, start, NEVER);
  }

  boolean neverSwept() {
    return target == NEVER;
  }

  boolean sweepEnded() {
    return position >= target;
  }

  /** A new sweep up to {@code now}; the first has nothing before it to look at again. */
  LaneCursor sweep(long now, long overlap) {
    long begin = neverSwept() ? frontier : frontier - overlap;
    return new LaneCursor(frontier, begin, Math.max(now, frontier));
  }

  EventWindow next(long width) {
    return new EventWindow(position, Math.min(target, position + width));
  }

  /** After the window, which began at the position, was read to its last page. */
  LaneCursor past(EventWindow window) {
    return new LaneCursor(Math.max(frontier, window.to()), window.to(), target);
  }

  void write(ByteWriter out) {
    out.writeLong(frontier);
    out.writeLong(position);
    out.writeLong(target);
  }

  static LaneCursor read(ByteReader in) {
    return new LaneCursor(in.readLong(), in.readLong(), in.readLong());
  }
}
