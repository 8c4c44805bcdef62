package dev.landfall.jobs.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A file read by ranges, ahead of the reader, one range in memory.
 *
 * <p>A short read, such as a footer's, asks for little; reading on asks for four times as much each
 * time, so that a long file costs few requests. Threads: one owner.
 */
final class RangeChannel implements SeekableByteChannel {
  private static final int FIRST = 64 << 10;
  private static final int MOST = 4 << 20;

  /** Fewer bytes than asked for only at the end of the file. */
  interface Ranges {
    byte[] read(long from, int length) throws IOException;
  }

  private final long size;
  private final Ranges ranges;
  private byte[] held = new byte[0];
  private long heldFrom;
  private long position;
  private int next = FIRST;
  private boolean closed;

  RangeChannel(long size, Ranges ranges) {
    this.size = size;
    this.ranges = ranges;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    if (position < heldFrom || position >= heldFrom + held.length) {
      fetch(into.remaining());
    }
    int at = (int) (position - heldFrom);
    int now = Math.min(into.remaining(), held.length - at);
    into.put(held, at, now);
    position += now;
    return now;
  }

  private void fetch(int wanted) throws IOException {
    boolean goesOn = held.length > 0 && position == heldFrom + held.length;
    next = goesOn ? Math.min(MOST, next * 4) : FIRST;
    int length = (int) Math.min(size - position, Math.max(next, Math.min(wanted, MOST)));
    byte[] range = ranges.read(position, length);
    if (range.length == 0) {
      throw new IOException(
          "nothing at byte %d of %d: the file changed while it was read".formatted(position, size));
    }
    held = range;
    heldFrom = position;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    held = new byte[0];
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }
}
