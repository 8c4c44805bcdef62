package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot.Flow;
import org.jspecify.annotations.Nullable;

/** What stands at the two ends of a flow: a Region, or a word where there is none. */
final class FlowEnds {
  // A word starts with a blank, which no Region code does.
  private static final String NO_SOURCE = " source not known";
  private static final String NOT_SHOWN = " Region not shown";
  private static final String NOT_RUN = " did not run";

  private FlowEnds() {}

  static String source(Flow flow) {
    String region = flow.sourceRegion();
    return region == null ? NO_SOURCE : region;
  }

  static String target(Flow flow) {
    String region = flow.inferenceRegion();
    if (region != null) {
      return region;
    }
    return flow.placement().equals("NOT_RUN") ? NOT_RUN : NOT_SHOWN;
  }

  static String targetWord(Flow flow) {
    return label(target(flow));
  }

  static boolean isWord(@Nullable String key) {
    return key != null && key.startsWith(" ");
  }

  static String label(String key) {
    return key.strip();
  }

  static String style(String key) {
    return isWord(key) ? "word" : "region";
  }
}
