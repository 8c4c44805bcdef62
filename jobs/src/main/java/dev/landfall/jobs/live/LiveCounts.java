package dev.landfall.jobs.live;

import dev.landfall.core.canary.CanaryRows;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.LiveSnapshot.Flow;
import dev.landfall.core.model.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums the live page shows, as changes that can be added in any order.
 *
 * <p>Shape: a text names what is counted, {@code verdict|AGREED}; zero is not kept. None of the
 * parts holds a bar.
 */
public final class LiveCounts {
  private static final String FLOW = "flow|";
  private static final String VERDICT = "verdict|";
  private static final String PAIRING = "pairing|";
  private static final String TOTAL = "total|";
  private static final List<String> TOTALS =
      List.of("records_read", "calls", "duplicates", "ignored", "rejected", "late", "canaries");

  private final Map<String, Long> counts = new TreeMap<>();

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  public void clear() {
    counts.clear();
  }

  public Map<String, Long> all() {
    return counts;
  }

  public void addAll(Map<String, Long> changes) {
    changes.forEach(this::add);
  }

  /** One call more that is judged so; with -1, one less. */
  public void call(Judgement j, int sign) {
    String flow = part(j.facts().sourceRegion()) + '|' + part(j.inferenceRegion());
    add(FLOW + flow + '|' + j.placement().name(), sign);
    add(VERDICT + j.verdict().name(), sign);
    add(PAIRING + j.pairing().name(), sign);
  }

  /** What the call's arrival or growth does to the totals. */
  public void seen(@Nullable Call before, Call after) {
    total("calls", before == null ? 1 : 0);
    total("duplicates", after.duplicates() - (before == null ? 0 : before.duplicates()));
  }

  /** What the arrival of a canary's records does to the totals. */
  public void canary(@Nullable Call before, Call after) {
    total("canaries", after.copies() - (before == null ? 0 : before.copies()));
  }

  /** What a row of {@code objects} does to the totals, or of a record that came too late. */
  public void row(LakeRow row) {
    if (row.table() == LakeTable.LATE) {
      total("late", 1);
    } else if (row.table() == LakeTable.CANARIES && CanaryRows.isLate(row)) {
      total("canaries", (Long) row.get("copies"));
    } else if (row.table() == LakeTable.OBJECTS) {
      total("records_read", (Long) row.get("records"));
      total("ignored", (Long) row.get("ignored_records"));
      total("rejected", (Long) row.get("rejected_records"));
    }
  }

  public Map<String, Long> verdicts() {
    return below(VERDICT);
  }

  public Map<String, Long> pairing() {
    return below(PAIRING);
  }

  /** Every total there is; what has not been met is zero. */
  public Map<String, Long> totals() {
    Map<String, Long> totals = below(TOTAL);
    TOTALS.forEach(name -> totals.putIfAbsent(name, 0L));
    return totals;
  }

  public List<Flow> flows() {
    List<Flow> flows = new ArrayList<>();
    below(FLOW)
        .forEach(
            (text, calls) -> {
              String[] parts = text.split("\\|", -1);
              flows.add(new Flow(whole(parts[0]), whole(parts[1]), parts[2], calls));
            });
    return flows;
  }

  private void total(String name, @Nullable Number amount) {
    if (amount != null) {
      add(TOTAL + name, amount.longValue());
    }
  }

  private void add(String name, long amount) {
    if (amount != 0) {
      counts.merge(name, amount, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  private Map<String, Long> below(String prefix) {
    Map<String, Long> found = new TreeMap<>();
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), count);
          }
        });
    return found;
  }

  private static String part(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String whole(String part) {
    return part.isEmpty() ? null : part;
  }
}
