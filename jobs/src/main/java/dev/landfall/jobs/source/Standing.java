package dev.landfall.jobs.source;

import dev.landfall.core.lake.LiveSnapshot;
import dev.landfall.jobs.edge.LiveCodec;
import org.jspecify.annotations.Nullable;

/** How a source stands, as the live page shows it. */
final class Standing {
  private Standing() {}

  static byte[] encode(
      ObjectOptions options,
      @Nullable Long lastReadAt,
      @Nullable Long completeTo,
      long objects,
      @Nullable String problem,
      @Nullable Long newestArrivalAt) {
    return LiveCodec.encode(
        new LiveSnapshot.SourceState(
            options.id(),
            options.store().type(),
            options.store().root(),
            lastReadAt,
            completeTo,
            objects,
            problem,
            newestArrivalAt));
  }
}
