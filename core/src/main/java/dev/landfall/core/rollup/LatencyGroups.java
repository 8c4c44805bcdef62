package dev.landfall.core.rollup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.latency.PackedTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every latency of one day of calls, by everything a report groups latencies by. */
final class LatencyGroups {
  private static final List<String> SAME = CountedBy.columns(LakeTable.LATENCY_DAILY);

  static final Set<String> INPUTS = inputs();

  private static final int[] SAME_AT = SAME.stream().mapToInt(LakeTable.CALLS::indexOf).toArray();
  private static final int VERDICT_AT = LakeTable.CALLS.indexOf("verdict");
  private static final int ERROR_AT = LakeTable.CALLS.indexOf("error_code");
  private static final int LATENCY_AT = LakeTable.CALLS.indexOf("latency_ms");
  private static final int FIRST_TOKEN_AT = LakeTable.CALLS.indexOf("first_token_ms");

  private final long month;
  private final long day;
  private final Map<Group, Measured> groups = new HashMap<>();

  /** Times as they came: most groups of a day have few. */
  private static final class Times {
    private long[] values = new long[8];
    private int size;
    private long unknown;

    void add(@Nullable Long value) {
      if (value == null) {
        unknown++;
        return;
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    byte @Nullable [] packed() {
      if (size == 0) {
        return null;
      }
      return PackedTimes.pack(values, size);
    }
  }

  private static final class Measured {
    private long calls;
    private final Times latency = new Times();
    private final Times firstToken = new Times();
  }

  LatencyGroups(long month, long day) {
    this.month = month;
    this.day = day;
  }

  void add(LakeRow call, boolean probed) {
    @Nullable Object[] key = new @Nullable Object[SAME_AT.length + 3];
    for (int i = 0; i < SAME_AT.length; i++) {
      key[i] = call.get(SAME_AT[i]);
    }
    Object verdict = call.get(VERDICT_AT);
    key[SAME_AT.length] = verdict != null && !verdict.equals("NOT_RUN");
    key[SAME_AT.length + 1] = call.get(ERROR_AT) != null;
    key[SAME_AT.length + 2] = probed;
    Measured measured = groups.computeIfAbsent(Group.of(key), unused -> new Measured());
    measured.calls++;
    measured.latency.add((Long) call.get(LATENCY_AT));
    measured.firstToken.add((Long) call.get(FIRST_TOKEN_AT));
  }

  List<LakeRow> rows() {
    List<LakeRow> rows = new ArrayList<>();
    new TreeMap<>(groups).forEach((group, measured) -> rows.add(row(group, measured)));
    return rows;
  }

  private LakeRow row(Group group, Measured measured) {
    LakeRow row = new LakeRow(LakeTable.LATENCY_DAILY).set("month_at", month).set("day_at", day);
    for (int i = 0; i < SAME.size(); i++) {
      row.set(SAME.get(i), group.values().get(i));
    }
    return row.set("ran", group.values().get(SAME.size()))
        .set("failed", group.values().get(SAME.size() + 1))
        .set("probed", group.values().get(SAME.size() + 2))
        .set("calls", measured.calls)
        .set("latency_unknown", measured.latency.unknown)
        .set("latency_times", measured.latency.packed())
        .set("first_token_unknown", measured.firstToken.unknown)
        .set("first_token_times", measured.firstToken.packed());
  }

  private static Set<String> inputs() {
    Set<String> inputs = new HashSet<>(SAME);
    inputs.addAll(Set.of("verdict", "error_code", "latency_ms", "first_token_ms"));
    return Set.copyOf(inputs);
  }
}
