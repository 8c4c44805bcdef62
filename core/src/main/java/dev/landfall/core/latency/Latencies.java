package dev.landfall.core.latency;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measured times, sorted, each value once with how often it was met.
 *
 * <p>Units: milliseconds. Shape: immutable; equal values weigh as often as they were met, so
 * nothing is lost by keeping them once. Missing: a value nobody measured is not in it.
 */
public final class Latencies {
  private final double[] values;
  private final long[] upTo;

  private Latencies(double[] values, long[] upTo) {
    this.values = values;
    this.upTo = upTo;
  }

  public static Latencies of(double... measured) {
    Builder builder = new Builder();
    for (double value : measured) {
      builder.add(value, 1);
    }
    return builder.build();
  }

  /**
   * Gathers values in any order. Whole milliseconds, which is what logs state, are counted in an
   * array: a year of them is tens of millions.
   */
  public static final class Builder {
    private static final int COUNTED = 1 << 16;

    private final TreeMap<Double, Long> others = new TreeMap<>();
    private long[] whole = {};

    /** Adds whole milliseconds. */
    void addWhole(long value, long times) {
      if (value >= 0 && value < COUNTED && times >= 1) {
        count((int) value, times);
      } else {
        add((double) value, times);
      }
    }

    public Builder add(double value, long times) {
      if (!(value >= 0) || Double.isInfinite(value) || times < 1) {
        throw new IllegalArgumentException(
            "a time wants milliseconds from 0, at least once; got %s, %d times"
                .formatted(value, times));
      }
      if (value < COUNTED && value == (int) value) {
        count((int) value, times);
      } else {
        others.merge(value, times, Math::addExact);
      }
      return this;
    }

    private void count(int value, long times) {
      if (value >= whole.length) {
        whole = Arrays.copyOf(whole, Math.max(1024, Integer.highestOneBit(value) * 2));
      }
      whole[value] = Math.addExact(whole[value], times);
    }

    public Builder addAll(Latencies other) {
      for (int i = 0; i < other.values.length; i++) {
        add(other.values[i], other.times(i));
      }
      return this;
    }

    public Latencies build() {
      int distinct = others.size();
      for (long times : whole) {
        distinct += times > 0 ? 1 : 0;
      }
      Merged merged = new Merged(distinct);
      for (int value = 0; value < whole.length; value++) {
        if (whole[value] > 0) {
          while (!others.isEmpty() && others.firstKey() < value) {
            merged.add(others.pollFirstEntry());
          }
          merged.add(value, whole[value]);
        }
      }
      while (!others.isEmpty()) {
        merged.add(others.pollFirstEntry());
      }
      return new Latencies(merged.values, merged.upTo);
    }
  }

  /** Values in ascending order on their way in. */
  private static final class Merged {
    private final double[] values;
    private final long[] upTo;
    private int size;
    private long sum;

    Merged(int distinct) {
      values = new double[distinct];
      upTo = new long[distinct];
    }

    void add(Map.Entry<Double, Long> entry) {
      add(entry.getKey(), entry.getValue());
    }

    void add(double value, long times) {
      sum = Math.addExact(sum, times);
      values[size] = value;
      upTo[size++] = sum;
    }
  }

  public long size() {
    return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
  }

  /** The value of that rank, counted from 1 in ascending order. */
  public double at(long rank) {
    if (rank < 1 || rank > size()) {
      throw new IllegalArgumentException("rank %d of %d values".formatted(rank, size()));
    }
    int i = Arrays.binarySearch(upTo, rank);
    return values[i >= 0 ? i : -i - 1];
  }

  /** The quantile by nearest rank; null: too few values. */
  public @Nullable Double quantile(Quantile quantile) {
    return size() < quantile.needs() ? null : (Double) at(quantile.rank(size()));
  }

  /** How many values are not greater. */
  public long countUpTo(double limit) {
    int i = Arrays.binarySearch(values, limit);
    int below = i >= 0 ? i + 1 : -i - 1;
    return below == 0 ? 0 : upTo[below - 1];
  }

  int distinct() {
    return values.length;
  }

  double value(int i) {
    return values[i];
  }

  long times(int i) {
    return i == 0 ? upTo[0] : upTo[i] - upTo[i - 1];
  }
}
