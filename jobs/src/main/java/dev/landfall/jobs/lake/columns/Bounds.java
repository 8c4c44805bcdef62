package dev.landfall.jobs.lake.columns;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Least and greatest of some byte strings, compared as unsigned bytes. */
final class Bounds {
  private byte @Nullable [] least;
  private byte @Nullable [] greatest;

  void take(byte[] bytes, int from, int length) {
    byte[] low = least;
    byte[] high = greatest;
    if (low == null || compare(bytes, from, length, low) < 0) {
      least = Arrays.copyOfRange(bytes, from, from + length);
    }
    if (high == null || compare(bytes, from, length, high) > 0) {
      greatest = Arrays.copyOfRange(bytes, from, from + length);
    }
  }

  byte @Nullable [] least() {
    return least;
  }

  byte @Nullable [] greatest() {
    return greatest;
  }

  void clear() {
    least = null;
    greatest = null;
  }

  private static int compare(byte[] bytes, int from, int length, byte[] other) {
    return Arrays.compareUnsigned(bytes, from, from + length, other, 0, other.length);
  }
}
