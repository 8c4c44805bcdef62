package dev.landfall.ingest.generate;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A quota that really refuses: it books each call's reservation when it starts and what it burned
 * when it ends, and says no when the minute would hold more than it may.
 *
 * <p>Shape: asked in the order in which calls start, to the millisecond; what ended before is
 * booked first. Written for this package alone, so that a reader's ledger is held to something it
 * shares nothing with. Source: Bedrock's page on token burndown; whether the minute rolls or is the
 * clock's is not said there, so it is an option here.
 */
final class Limiter {
  /** Which quota said no. */
  enum Kind {
    RESERVATION,
    SETTLEMENT,
    REQUESTS;

    final String text = name().toLowerCase(java.util.Locale.ROOT);
  }

  private static final long MINUTE = 60_000;

  private record Flight(long endMs, long reserved, long burned) {}

  private record Burn(long atMs, long tokens) {}

  private final long tokensPerMinute;
  private final long requestsPerMinute;
  private final boolean byTheClock;
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(java.util.Comparator.comparingLong(Flight::endMs));
  private final ArrayDeque<Burn> burns = new ArrayDeque<>();
  private final ArrayDeque<Long> admitted = new ArrayDeque<>();
  private long reserved;
  private long burned;

  /**
   * @param requestsPerMinute 0: there is no such quota
   */
  Limiter(long tokensPerMinute, long requestsPerMinute, boolean byTheClock) {
    this.tokensPerMinute = tokensPerMinute;
    this.requestsPerMinute = requestsPerMinute;
    this.byTheClock = byTheClock;
  }

  /** Lets a call in, or says which quota refuses it. */
  @Nullable Kind ask(long atMs, long reserves, long endMs, long burns) {
    forward(atMs);
    if (burned >= tokensPerMinute) {
      return Kind.SETTLEMENT;
    }
    if (requestsPerMinute > 0 && admitted.size() >= requestsPerMinute) {
      return Kind.REQUESTS;
    }
    if (burned + reserved + reserves > tokensPerMinute) {
      return Kind.RESERVATION;
    }
    flights.add(new Flight(endMs, reserves, burns));
    reserved += reserves;
    admitted.addLast(atMs);
    return null;
  }

  private void forward(long toMs) {
    while (!flights.isEmpty() && flights.peek().endMs <= toMs) {
      Flight ended = flights.remove();
      reserved -= ended.reserved;
      burned += ended.burned;
      burns.addLast(new Burn(ended.endMs, ended.burned));
    }
    long since = byTheClock ? Math.floorDiv(toMs, MINUTE) * MINUTE : toMs - MINUTE + 1;
    while (!burns.isEmpty() && burns.getFirst().atMs < since) {
      burned -= burns.removeFirst().tokens;
    }
    while (!admitted.isEmpty() && admitted.getFirst() < since) {
      admitted.removeFirst();
    }
  }
}
