package dev.landfall.core.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When requests are due, worked out before the first one is sent.
 *
 * <p>Nothing that happens during a run moves a due time: that is what keeps a slow answer from
 * hiding behind the request that did not follow it. The same schedule and seed give the same due
 * times.
 *
 * @param steps one after the other; one step is a constant load
 * @param poisson true: exponential pauses around the rate, as independent users make them; false:
 *     even pauses
 * @param atMost no more due times than this
 */
public record ProbeSchedule(List<Step> steps, boolean poisson, int atMost) {
  private static final double NANOS = 1e9;

  /** So many requests per second for so many nanoseconds. */
  public record Step(double perSecond, long nanos) {
    public Step {
      if (!(perSecond > 0) || nanos <= 0) {
        throw new IllegalArgumentException(
            "a step wants a rate and a time above 0, got %s/s for %d ns"
                .formatted(perSecond, nanos));
      }
    }
  }

  /** A request's due time from the start of the run, and the rate offered then. */
  public record Due(long nanos, double perSecond) {}

  public ProbeSchedule {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || atMost < 1) {
      throw new IllegalArgumentException("a schedule wants a step and room for one request");
    }
  }

  /** Every due time in order. */
  public List<Due> due(long seed) {
    SplittableRandom dice = new SplittableRandom(seed);
    List<Due> due = new ArrayList<>();
    double begin = 0;
    for (Step step : steps) {
      double end = begin + step.nanos();
      double pause = NANOS / step.perSecond();
      // An even step begins with a request; a Poisson step begins with a pause.
      double at = begin + (poisson ? pause * exponential(dice) : 0);
      while (at < end && due.size() < atMost) {
        due.add(new Due((long) at, step.perSecond()));
        at += poisson ? pause * exponential(dice) : pause;
      }
      begin = end;
    }
    return due;
  }

  /** The time all steps take together, nanoseconds. */
  public long nanos() {
    return steps.stream().mapToLong(Step::nanos).sum();
  }

  private static double exponential(SplittableRandom dice) {
    return -Math.log(1 - dice.nextDouble());
  }
}
