package dev.landfall.jobs.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose first bytes are there already, so that a small object costs no more waiting.
 *
 * <p>Memory: {@link #MOST} bytes. Errors: a fault met while fetching is thrown when the bytes
 * before it have been read. Threads: one at a time.
 */
final class Head extends InputStream {
  private static final int MOST = 1 << 18;
  private static final int FIRST = 1 << 13;

  private final InputStream rest;
  private byte[] fetched = new byte[FIRST];
  private int at;
  private int limit;
  private boolean ended;
  private @Nullable IOException fault;

  private Head(InputStream rest) {
    this.rest = rest;
  }

  /** Reads the beginning; takes the stream over. */
  static Head of(InputStream stored) {
    Head head = new Head(stored);
    head.fetch();
    return head;
  }

  private void fetch() {
    try {
      while (limit < MOST && !ended) {
        if (limit == fetched.length) {
          fetched = Arrays.copyOf(fetched, fetched.length * 2);
        }
        int n = rest.read(fetched, limit, fetched.length - limit);
        ended = n < 0;
        limit += Math.max(n, 0);
      }
    } catch (IOException e) {
      fault = e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at < limit) {
      int n = Math.min(length, limit - at);
      System.arraycopy(fetched, at, into, offset, n);
      at += n;
      return n;
    }
    if (length > 0 && fault != null) {
      throw fault;
    }
    return ended ? -1 : rest.read(into, offset, length);
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
