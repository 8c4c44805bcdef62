package dev.landfall.jobs.source;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Works out complete-to marks: a listing begun at T stands for everything up to T once every split
 * found by it or before it has been read.
 *
 * <p>Shape: splits are known by their ordinal. Bounded by the splits that are open at one time.
 */
final class Progress {
  private final TreeSet<Long> open = new TreeSet<>();
  private final Deque<Looked> looked = new ArrayDeque<>();

  private record Looked(long begunAt, long upTo) {}

  void opened(long ordinal) {
    open.add(ordinal);
  }

  void openedAll(Collection<Long> ordinals) {
    open.addAll(ordinals);
  }

  void done(long ordinal) {
    open.remove(ordinal);
  }

  /** A whole listing begun at that time found no split beyond {@code upTo}. */
  void listed(long begunAt, long upTo) {
    Looked last = looked.peekLast();
    if (last != null && last.upTo == upTo) {
      looked.removeLast();
    }
    looked.addLast(new Looked(begunAt, upTo));
  }

  /** The time of the latest listing whose splits are all read, if there is a new one. */
  OptionalLong advance() {
    OptionalLong mark = OptionalLong.empty();
    while (!looked.isEmpty() && (open.isEmpty() || open.first() > looked.getFirst().upTo)) {
      mark = OptionalLong.of(looked.removeFirst().begunAt);
    }
    return mark;
  }

  int openSplits() {
    return open.size();
  }
}
