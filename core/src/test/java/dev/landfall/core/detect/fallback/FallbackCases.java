package dev.landfall.core.detect.fallback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Cases of the watch over callers. {@code calls} are {@code second:Region}, with an {@code x}
 * behind where throttled; {@code late} the same, added after a first look; {@code repeated} adds
 * everything, takes it back and adds it again.
 */
public final class FallbackCases {
  private FallbackCases() {}

  /** The Regions of the grounds that stand in the end, in order of time. */
  public static List<String> regions(Map<String, String> c) {
    CallerWatch watch = new CallerWatch();
    List<Fallback> stands = new ArrayList<>();
    add(watch, c.getOrDefault("calls", ""), 1);
    look(watch, stands);
    if (c.containsKey("repeated")) {
      add(watch, c.getOrDefault("calls", ""), -1);
      look(watch, stands);
      if (!stands.isEmpty()) {
        throw new AssertionError("what was taken back still stands: " + stands);
      }
      add(watch, c.getOrDefault("calls", ""), 1);
    }
    add(watch, c.getOrDefault("late", ""), 1);
    look(watch, stands);
    return stands.stream().sorted().map(Fallback::to).toList();
  }

  private static void look(CallerWatch watch, List<Fallback> stands) {
    for (CallerWatch.Change change : watch.look(Long.MAX_VALUE)) {
      for (int n = 0; n < Math.abs(change.calls()); n++) {
        if (change.calls() > 0) {
          stands.add(change.fallback());
        } else {
          stands.remove(change.fallback());
        }
      }
    }
  }

  private static void add(CallerWatch watch, String calls, int sign) {
    CallerTable table = new CallerTable();
    for (String call : Arrays.stream(calls.split(" +")).filter(t -> !t.isEmpty()).toList()) {
      int colon = call.indexOf(':');
      boolean throttled = call.endsWith("x");
      String region = call.substring(colon + 1, call.length() - (throttled ? 1 : 0));
      table.add(region, Long.parseLong(call.substring(0, colon)), sign, throttled ? sign : 0);
    }
    watch.addAll(table);
  }
}
