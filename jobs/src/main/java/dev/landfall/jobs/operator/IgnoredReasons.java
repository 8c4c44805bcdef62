package dev.landfall.jobs.operator;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the column {@code ignored_reasons}, a flat JSON object of counts that we wrote. */
final class IgnoredReasons {
  private static final Pattern ENTRY = Pattern.compile("\"([^\"\\\\]+)\":\\s*([0-9]+)");

  private IgnoredReasons() {}

  static Map<String, Long> of(@Nullable String json) {
    Map<String, Long> reasons = new TreeMap<>();
    if (json != null) {
      for (Matcher entry = ENTRY.matcher(json); entry.find(); ) {
        reasons.merge(entry.group(1), Long.valueOf(entry.group(2)), Long::sum);
      }
    }
    return reasons;
  }
}
