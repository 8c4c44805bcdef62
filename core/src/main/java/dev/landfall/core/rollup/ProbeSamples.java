package dev.landfall.core.rollup;

import dev.landfall.core.lake.LakeRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls known to be the probe's by its samples: the request ids are equal, and partition and
 * account too wherever a sample of that id states them. The reader's view {@code marked_calls} says
 * the same in SQL.
 */
public final class ProbeSamples implements ProbeMarks {
  /** Columns of {@code probes} that are needed. */
  public static final Set<String> INPUTS =
      Set.of("sample_id", "request_id", "partition", "account");

  private record Stated(@Nullable String partition, @Nullable String account) {
    Stated least(Stated other) {
      return new Stated(less(partition, other.partition), less(account, other.account));
    }
  }

  private final Map<String, Stated> byRequest = new HashMap<>();

  /** Adds a row of {@code probes}; one without a request id belongs to no call. */
  public void add(LakeRow sample) {
    if (sample.get("request_id") instanceof String requestId) {
      byRequest.merge(
          requestId,
          new Stated((String) sample.get("partition"), (String) sample.get("account")),
          Stated::least);
    }
  }

  @Override
  public boolean marks(
      @Nullable String partition, @Nullable String account, @Nullable String requestId) {
    Stated stated = byRequest.get(requestId);
    return stated != null
        && (stated.partition == null || stated.partition.equals(partition))
        && (stated.account == null || stated.account.equals(account));
  }

  private static @Nullable String less(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }
}
