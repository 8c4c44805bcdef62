package dev.landfall.ingest.sink;

import dev.landfall.core.alert.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notice in words: what happened, where and since when, how many, limit and value, the likeliest
 * cause, the one next step, and where to read on.
 *
 * <p>It never names a caller and holds no text of a prompt. Texts may still hold any character that
 * a log holds; each sink cuts and escapes for itself.
 *
 * @param sentence one line that stands alone
 * @param facts in order: heading and value
 * @param page the page of the finding; null: no public address is configured
 * @param runbook address of the runbook, or where it lies in the documentation
 */
record Message(
    Notice notice,
    String title,
    String sentence,
    List<Fact> facts,
    @Nullable String page,
    String runbook) {

  record Fact(String heading, String value) {}

  boolean hasRunbookAddress() {
    return page != null;
  }
}
