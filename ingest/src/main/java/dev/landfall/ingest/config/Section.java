package dev.landfall.ingest.config;

import java.util.Map;
import java.util.Optional;

/** A group of keys whose names are known to be right. A key that is null counts as left out. */
public final class Section {
  private final Value whole;
  private final Map<String, Value> entries;

  Section(Value whole, Map<String, Value> entries) {
    this.whole = whole;
    this.entries = entries;
  }

  public Optional<Value> get(String key) {
    return Optional.ofNullable(entries.get(key)).filter(v -> !v.isNull());
  }

  public Value need(String key) throws ConfigProblem {
    return get(key).orElseThrow(() -> whole.problem("the key '" + key + "' is missing"));
  }

  /** Like {@link java.util.function.Function}, for readings that may find a fault. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(Value value) throws ConfigProblem;
  }

  /** The reading of a key, or {@code otherwise} where the file leaves it out. */
  public <T> T read(String key, T otherwise, Reading<T> reading) throws ConfigProblem {
    Optional<Value> value = get(key);
    return value.isPresent() ? reading.of(value.get()) : otherwise;
  }

  public <T> Optional<T> read(String key, Reading<T> reading) throws ConfigProblem {
    Optional<Value> value = get(key);
    return value.isPresent() ? Optional.of(reading.of(value.get())) : Optional.empty();
  }

  public ConfigProblem problem(String what) {
    return whole.problem(what);
  }
}
