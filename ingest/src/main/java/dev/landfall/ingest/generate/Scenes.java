package dev.landfall.ingest.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Eighty minutes of one workload that nobody else belongs to: answers that turn slow for eight
 * minutes, a client that goes to another Region when it is throttled, and calls that stay at home
 * until the last forty minutes, in which all are served elsewhere.
 *
 * <p>Shape: the same calls at the same distances from the start, four a minute; of no effect on any
 * other workload.
 */
final class Scenes {
  static final long MINUTES = 80;
  private static final long MINUTE_MS = 60_000;
  private static final int SLOW_MINUTES = 8;
  private static final int THROTTLE_MINUTE = 10;
  private static final int AWAY_FROM_MINUTE = 40;
  private static final int USUAL_MS = 400;
  private static final int SLOW_MS = 4_500;

  private final Traffic traffic;
  private long number;

  Scenes(Traffic traffic) {
    this.traffic = traffic;
  }

  /** The calls of a scene that begins with the minute of a time, in the order they are made. */
  List<CallPlan> from(long startMs) {
    long start = Math.floorDiv(startMs, MINUTE_MS) * MINUTE_MS;
    List<CallPlan> calls = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      for (int quarter = 0; quarter < 4; quarter++) {
        CallPlan call = call(Lanes.FIELD, start + minute * MINUTE_MS + 2_000 + quarter * 15_000L);
        call.latencyMs = minute < SLOW_MINUTES ? SLOW_MS : USUAL_MS;
        if (minute >= AWAY_FROM_MINUTE) {
          Plant.names(call, "us-east-2");
        }
        calls.add(call);
      }
    }
    long throttle = start + THROTTLE_MINUTE * MINUTE_MS + 5_000;
    CallPlan throttled = call(Lanes.FIELD, throttle);
    Plant.fails(throttled, "Throttling");
    calls.add(throttled);
    for (long after : new long[] {1_000, 9_000, 40_000}) {
      calls.add(call(Lanes.FIELD_WEST, throttle + after));
    }
    calls.sort(Comparator.comparingLong(call -> call.startMs));
    return calls;
  }

  private CallPlan call(Lane lane, long startMs) {
    CallPlan call = traffic.scene(number++, lane, startMs);
    call.planted = "scene";
    call.latencyMs = USUAL_MS;
    return call;
  }
}
