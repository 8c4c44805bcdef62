package dev.landfall.jobs.source;

import java.util.Comparator;

/** In which order objects are given out. */
final class Order {
  private Order() {}

  /** For a replay: large objects first, so that no reader is left alone with one at the end. */
  static final Comparator<ObjectSplit> LARGEST_FIRST =
      Comparator.comparingLong((ObjectSplit split) -> -split.ref().sizeBytes())
          .thenComparingLong(ObjectSplit::ordinal);

  /** For a watched folder: what has waited longest first. */
  static final Comparator<ObjectSplit> OLDEST_FIRST =
      Comparator.comparingLong((ObjectSplit split) -> split.ref().modifiedAt())
          .thenComparing(ObjectSplit::path)
          .thenComparingLong(ObjectSplit::ordinal);
}
