package dev.landfall.core.rollup;

import org.jspecify.annotations.Nullable;

/** Which calls the latency probe made. */
@FunctionalInterface
public interface ProbeMarks {
  /** For a lake without samples. */
  ProbeMarks NONE = (partition, account, requestId) -> false;

  boolean marks(@Nullable String partition, @Nullable String account, @Nullable String requestId);
}
