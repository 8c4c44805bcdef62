package dev.landfall.core.rollup;

import dev.landfall.core.detect.ResidencyRule;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts and sums of calls by length of time and everything a report groups them by. */
final class CallGroups {
  private static final List<String> SAME = CountedBy.columns(LakeTable.CALLS_DAILY);

  private static final List<String> TOKENS =
      List.of(
          "input_tokens",
          "output_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "burn_tokens");

  private static final List<String> RECORDS = List.of("witnesses", "addenda", "copies");

  static final Set<String> INPUTS = inputs();

  private static final int[] SAME_AT = positions(SAME);
  private static final int[] TOKENS_AT = positions(TOKENS);
  private static final int[] RECORDS_AT = positions(RECORDS);
  private static final int RULES_AT = LakeTable.CALLS.indexOf("rules");
  private static final int ERROR_AT = LakeTable.CALLS.indexOf("error_code");

  private final LakeTable table;
  private final @Nullable Long month;
  private final Map<Group, Sums> groups = new HashMap<>();

  private static final class Sums {
    private long calls;
    private long breaches;
    private long failed;
    private long untold;
    private final @Nullable Long[] tokens = new @Nullable Long[TOKENS.size()];
    private final long[] records = new long[RECORDS.size()];
  }

  CallGroups(LakeTable table) {
    this(table, null);
  }

  CallGroups(LakeTable table, @Nullable Long month) {
    this.table = table;
    this.month = month;
  }

  void add(LakeRow call, long timeAt, boolean probed) {
    @Nullable Object[] key = new @Nullable Object[SAME_AT.length + 2];
    key[0] = timeAt;
    for (int i = 0; i < SAME_AT.length; i++) {
      key[i + 1] = call.get(SAME_AT[i]);
    }
    key[key.length - 1] = probed;
    Sums sums = groups.computeIfAbsent(Group.of(key), unused -> new Sums());
    sums.calls++;
    sums.breaches += isBreach((String) call.get(RULES_AT)) ? 1 : 0;
    sums.failed += call.get(ERROR_AT) == null ? 0 : 1;
    sums.untold += call.get(TOKENS_AT[0]) == null || call.get(TOKENS_AT[1]) == null ? 1 : 0;
    for (int i = 0; i < TOKENS_AT.length; i++) {
      sums.tokens[i] = plus(sums.tokens[i], (Long) call.get(TOKENS_AT[i]));
    }
    for (int i = 0; i < RECORDS_AT.length; i++) {
      Long n = (Long) call.get(RECORDS_AT[i]);
      sums.records[i] += n == null ? 0 : n;
    }
  }

  List<LakeRow> rows() {
    List<LakeRow> rows = new ArrayList<>();
    new TreeMap<>(groups).forEach((group, sums) -> rows.add(row(group, sums)));
    return rows;
  }

  private LakeRow row(Group group, Sums sums) {
    LakeRow row = new LakeRow(table);
    if (month != null) {
      row.set("month_at", month);
    }
    row.set(month == null ? "hour_at" : "day_at", group.values().get(0));
    for (int i = 0; i < SAME.size(); i++) {
      row.set(SAME.get(i), group.values().get(i + 1));
    }
    row.set("probed", group.values().get(SAME.size() + 1))
        .set("calls", sums.calls)
        .set("breach_calls", sums.breaches)
        .set("failed_calls", sums.failed)
        .set("untold_calls", sums.untold);
    for (int i = 0; i < TOKENS.size(); i++) {
      row.set(TOKENS.get(i), sums.tokens[i]);
    }
    for (int i = 0; i < RECORDS.size(); i++) {
      row.set(RECORDS.get(i), sums.records[i]);
    }
    return row;
  }

  private static boolean isBreach(@Nullable String rules) {
    if (rules == null) {
      return false;
    }
    for (String rule : rules.split(",", -1)) {
      if (rule.equals(ResidencyRule.SPEC.id())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Long plus(@Nullable Long sum, @Nullable Long more) {
    if (more == null) {
      return sum;
    }
    return sum == null ? more : (Long) Math.addExact(sum, more);
  }

  private static int[] positions(List<String> columns) {
    return columns.stream().mapToInt(LakeTable.CALLS::indexOf).toArray();
  }

  private static Set<String> inputs() {
    Set<String> inputs = new HashSet<>(SAME);
    inputs.addAll(TOKENS);
    inputs.addAll(RECORDS);
    inputs.addAll(Set.of("rules", "error_code"));
    return Set.copyOf(inputs);
  }
}
