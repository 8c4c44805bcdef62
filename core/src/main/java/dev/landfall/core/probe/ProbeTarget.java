package dev.landfall.core.probe;

import dev.landfall.core.model.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of whom: the declared factors of a sample.
 *
 * <p>Units: prompt size and limit are tokens; the prompt's is approximate, for only the model's own
 * tokeniser knows. Missing: a null partition means a Region the catalogue does not know, a null
 * account that neither the plan nor the credentials tell it.
 *
 * @param name the target's name in the plan
 * @param region the Region called
 * @param endpoint host, and port if one is stated
 * @param modelId model or profile id as sent
 */
public record ProbeTarget(
    String name,
    String region,
    @Nullable String partition,
    @Nullable String account,
    String endpoint,
    ProbeOperation operation,
    String modelId,
    Connection connection,
    Cache cache,
    long promptTokens,
    long maxTokens) {

  /** Whether a request finds a connection open. */
  public enum Connection {
    COLD("cold"),
    WARM("warm");

    private final String id;

    Connection(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }

  /** Whether the prompt asks for the prompt cache. */
  public enum Cache {
    CACHED("cached"),
    UNCACHED("uncached");

    private final String id;

    Cache(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }

  public ModelRef ref() {
    return ModelRef.parse(modelId);
  }
}
