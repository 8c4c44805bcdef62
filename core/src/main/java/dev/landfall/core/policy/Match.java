package dev.landfall.core.policy;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which calls belong to a workload: every condition stated must hold, one text of each list.
 *
 * <p>Shape: texts are globs, {@code *} alone is no condition. {@code models} are held against the
 * model id as the caller wrote it and against the base model id. {@code metadata} is a key of the
 * request metadata to a glob of its value. Missing: an empty list is no condition; a condition on
 * what a call does not say is not met.
 */
public record Match(
    List<String> accounts,
    List<String> principals,
    List<String> models,
    SortedMap<String, String> metadata)
    implements Serializable {

  public Match {
    accounts = conditions("accounts", accounts);
    principals = conditions("principals", principals);
    models = conditions("models", models);
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  public Match(
      List<String> accounts,
      List<String> principals,
      List<String> models,
      Map<String, String> metadata) {
    this(accounts, principals, models, new TreeMap<>(metadata));
  }

  /** Every call. */
  public static Match everything() {
    return new Match(List.of(), List.of(), List.of(), Map.of());
  }

  private static List<String> conditions(String what, List<String> texts) {
    for (String text : texts) {
      if (text.isBlank()) {
        throw new IllegalArgumentException(
            "match.%s wants texts like 1111* or \"*\", got an empty one".formatted(what));
      }
    }
    return texts.contains("*") ? List.of() : List.copyOf(texts);
  }
}
