package dev.landfall.ingest.generate;

import java.util.Arrays;

/**
 * What a quota row held in each second: burned then, reserved by the calls in flight, and let in.
 *
 * <p>Shape: three numbers a second from the first second told, so memory grows with the span and
 * not with the calls.
 */
final class SecondSums {
  private static final int MINUTE = 60;
  private long base = Long.MIN_VALUE;
  private long[] burned = new long[0];
  private long[] change = new long[0];
  private long[] letIn = new long[0];
  private int used;

  void burned(long second, long tokens) {
    int place = at(second);
    burned[place] += tokens;
  }

  void inFlight(long fromSecond, long toSecond, long tokens) {
    if (fromSecond < toSecond) {
      int from = at(fromSecond);
      int to = at(toSecond);
      change[from] += tokens;
      change[to] -= tokens;
    }
  }

  void letIn(long second) {
    int place = at(second);
    letIn[place]++;
  }

  /** The most calls that were let in within sixty seconds. */
  long mostLetIn() {
    long most = 0;
    long window = 0;
    for (int s = 0; s < used; s++) {
      window += letIn[s] - (s >= MINUTE ? letIn[s - MINUTE] : 0);
      most = Math.max(most, window);
    }
    return most;
  }

  /** The most that sixty seconds burned together with what was in flight at their end. */
  long most() {
    long most = 0;
    long window = 0;
    long flying = 0;
    for (int s = 0; s < used; s++) {
      window += burned[s] - (s >= MINUTE ? burned[s - MINUTE] : 0);
      flying += change[s];
      most = Math.max(most, window + flying);
    }
    return most;
  }

  /** Seconds come nearly in order; an hour before the first is room for what comes before it. */
  private int at(long second) {
    if (base == Long.MIN_VALUE) {
      base = second - 3600;
    }
    int index = Math.toIntExact(second - base);
    if (index < 0) {
      throw new IllegalStateException("a call lasted longer than the traffic's hour of room");
    }
    if (index >= burned.length) {
      int room = Math.max(index + 1, burned.length * 2);
      burned = Arrays.copyOf(burned, room);
      change = Arrays.copyOf(change, room);
      letIn = Arrays.copyOf(letIn, room);
    }
    used = Math.max(used, index + 1);
    return index;
  }
}
