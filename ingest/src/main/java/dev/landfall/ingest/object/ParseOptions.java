package dev.landfall.ingest.object;

import java.util.Set;

/**
 * What a parser needs to be told.
 *
 * @param metadataKeys request-metadata keys the policy names; all others are skipped unread
 */
public record ParseOptions(Limits limits, Set<String> metadataKeys) {
  public ParseOptions {
    metadataKeys = Set.copyOf(metadataKeys);
  }

  public static ParseOptions defaults() {
    return new ParseOptions(Limits.DEFAULT, Set.of());
  }
}
