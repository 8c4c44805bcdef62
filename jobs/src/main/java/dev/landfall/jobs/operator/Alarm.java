package dev.landfall.jobs.operator;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * The one timer that a key waits for, by the clock or by the marks: the earliest that was asked
 * for.
 *
 * <p>State: its time, so that a later one is deleted when an earlier one takes its place, and what
 * an older build left behind is told from it when it fires.
 */
final class Alarm {
  private final ValueState<Long> awaited;
  private final boolean byMarks;

  private Alarm(ValueState<Long> awaited, boolean byMarks) {
    this.awaited = awaited;
    this.byMarks = byMarks;
  }

  static Alarm byClock(RuntimeContext context, String name) {
    return new Alarm(state(context, name), false);
  }

  static Alarm byMarks(RuntimeContext context, String name) {
    return new Alarm(state(context, name), true);
  }

  private static ValueState<Long> state(RuntimeContext context, String name) {
    return context.getState(new ValueStateDescriptor<>(name, Types.LONG));
  }

  /** Fires at that time, in epoch milliseconds, or earlier where it was asked to before. */
  void set(long at, TimerService timers) throws Exception {
    Long known = awaited.value();
    if (known != null && known <= at) {
      return;
    }
    if (byMarks) {
      if (known != null) {
        timers.deleteEventTimeTimer(known);
      }
      timers.registerEventTimeTimer(at);
    } else {
      if (known != null) {
        timers.deleteProcessingTimeTimer(known);
      }
      timers.registerProcessingTimeTimer(at);
    }
    awaited.update(at);
  }

  /** Whether it is the timer waited for that fires; it waits no longer then. */
  boolean fires(long at) throws Exception {
    Long known = awaited.value();
    boolean mine = known != null && known == at;
    if (mine) {
      awaited.clear();
    }
    return mine;
  }
}
