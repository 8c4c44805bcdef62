package dev.landfall.ingest.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.PriorityQueue;

/**
 * Carries records to their objects when they are due: CloudTrail minutes after the call, the
 * invocation log seconds after it, some of them hours late or twice.
 *
 * <p>Shape: what waits is bounded by the longest delay. Threads: confined to one.
 */
final class Post {
  private enum Piece {
    API,
    API_COPY,
    ADDENDUM,
    COMPLETION,
    COMPLETION_COPY,
    LOG,
    SIDE
  }

  /**
   * A record on its way.
   *
   * @param content a {@link Side} for the piece of that name, else a {@link CallPlan}
   */
  private record Parcel(long dueMs, long number, Piece piece, boolean repeat, Object content)
      implements Comparable<Parcel> {
    @Override
    public int compareTo(Parcel other) {
      int byTime = Long.compare(dueMs, other.dueMs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Parcel> waiting = new PriorityQueue<>();
  private final TrailText trailText;
  private final SideText sideText = new SideText();
  private final InvocationText logText;
  private final Truth truth;
  private final Dice dice;
  private final double noisePerRecord;
  private final Delays delays;
  private LogTree tree;
  private long posted;
  private double noiseDue;
  private long breakEvery = Long.MAX_VALUE;
  private int breaksLeft;
  private long logLines;

  Post(
      LogTree tree,
      Delays delays,
      Truth truth,
      InvocationText logText,
      String canary,
      long seed,
      double noise) {
    this.tree = tree;
    this.delays = delays;
    this.truth = truth;
    this.logText = logText;
    this.trailText = new TrailText(canary);
    this.dice = new Dice(Dice.mix(seed ^ 0x706f7374L));
    this.noisePerRecord = noise / (1 - noise);
  }

  /** From now on records go to other objects. */
  void turnTo(LogTree other) {
    tree = other;
  }

  /**
   * After each {@code every} lines of invocation log a broken one follows, {@code times} in all.
   */
  void breakLines(long every, int times) {
    breakEvery = every;
    breaksLeft = times;
  }

  void post(CallPlan p) {
    long apiMs = p.apiSecond() * 1000;
    long endMs = p.endMs();
    if (p.hasApi) {
      long due = trailDue(apiMs, p.lateTrail);
      send(due, Piece.API, false, p);
      if (p.repeatApi) {
        send(due + again(), Piece.API, true, p);
      }
      if (p.dataCopies) {
        send(trailDue(apiMs, false), Piece.API_COPY, true, p);
      }
      if (p.amendedRegion != null) {
        send(due + again(), Piece.ADDENDUM, false, p);
      }
    }
    if (p.hasCompletion) {
      long due = trailDue(endMs, p.lateTrail);
      send(due, Piece.COMPLETION, false, p);
      if (p.repeatCompletion) {
        send(due + again(), Piece.COMPLETION, true, p);
      }
      if (p.dataCopies) {
        send(trailDue(endMs, false), Piece.COMPLETION_COPY, true, p);
      }
    }
    if (p.hasLog) {
      long due = endMs + delays.logLeast() + dice.below(delays.logSpread()) + late(p.lateLog);
      send(due, Piece.LOG, false, p);
      if (p.repeatLog) {
        send(due + again(), Piece.LOG, true, p);
      }
    }
  }

  void post(Side side) {
    send(trailDue(side.second() * 1000, false), Piece.SIDE, false, side);
  }

  /** Delivers what is due before a time, in order. */
  void deliver(long untilMs) throws IOException {
    Parcel next = waiting.peek();
    while (next != null && next.dueMs() < untilMs) {
      waiting.poll();
      deliver(next);
      next = waiting.peek();
    }
  }

  int waiting() {
    return waiting.size();
  }

  private long trailDue(long eventMs, boolean late) {
    return eventMs + delays.trailLeast() + dice.below(delays.trailSpread()) + late(late);
  }

  private long late(boolean late) {
    return late ? delays.lateLeast() + dice.below(delays.lateSpread()) : 0;
  }

  private long again() {
    return 1_000L + dice.below(delays.repeatSpread());
  }

  private void send(long dueMs, Piece piece, boolean repeat, Object content) {
    waiting.add(new Parcel(dueMs, posted++, piece, repeat, content));
  }

  private void deliver(Parcel parcel) throws IOException {
    if (parcel.piece() == Piece.SIDE) {
      side((Side) parcel.content(), parcel.dueMs());
      return;
    }
    CallPlan p = (CallPlan) parcel.content();
    if (parcel.piece() == Piece.LOG) {
      log(p, parcel.dueMs());
    } else {
      trail(p, parcel.piece(), parcel.dueMs());
    }
    if (parcel.repeat()) {
      truth.duplicates++;
    } else if (parcel.piece() == Piece.ADDENDUM) {
      truth.addenda++;
    } else {
      truth.witnesses++;
    }
  }

  private void trail(CallPlan p, Piece piece, long dueMs) throws IOException {
    JsonBytes out = tree.trail(p.lane.account(), p.lane.source(), dueMs);
    switch (piece) {
      case API -> trailText.api(out, p, false);
      case API_COPY -> trailText.api(out, p, true);
      case ADDENDUM -> trailText.addendum(out, p);
      case COMPLETION -> trailText.completion(out, p, false);
      case COMPLETION_COPY -> trailText.completion(out, p, true);
      case LOG, SIDE ->
          throw new IllegalStateException(piece + " is no CloudTrail record of a call");
    }
    tree.trailDone(p.lane.account(), p.lane.source());
    noise(p, dueMs);
  }

  private void log(CallPlan p, long dueMs) throws IOException {
    String account = p.lane.account();
    String region = p.lane.source();
    logText.record(tree.log(account, region, dueMs), p);
    tree.logDone(account, region);
    if (breaksLeft > 0 && ++logLines % breakEvery == 0) {
      breaksLeft--;
      logText.broken(tree.log(account, region, dueMs), p);
      Path object = tree.logDone(account, region);
      truth.rejected++;
      truth.damaged.add(object);
    }
  }

  private void side(Side side, long dueMs) throws IOException {
    sideText.record(tree.trail(side.account(), side.region(), dueMs), side);
    tree.trailDone(side.account(), side.region());
    if (side.kind().change()) {
      truth.change(side);
    } else {
      truth.ignored.merge(side.kind().reason, 1L, Long::sum);
    }
  }

  /** Other services' records come along in the same objects. */
  private void noise(CallPlan p, long dueMs) throws IOException {
    noiseDue += noisePerRecord;
    while (noiseDue >= 1) {
      noiseDue--;
      long seed = dice.next();
      long second = dueMs / 1000 - 60 - (seed >>> 56);
      Side side =
          new Side(Side.Kind.NOISE, p.lane.account(), p.lane.source(), p.lane.role(), seed, second);
      side(side, dueMs);
    }
  }
}
