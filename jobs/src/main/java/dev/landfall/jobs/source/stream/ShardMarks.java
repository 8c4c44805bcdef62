package dev.landfall.jobs.source.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Up to when the shards have been read, merged into one mark of the stream.
 *
 * <p>Rule: the mark is that of the shard that is furthest behind. A shard that cannot be read holds
 * it, but for no longer than silence is borne. Children wait behind their parents and hold nothing
 * of their own. Units: epoch milliseconds.
 */
final class ShardMarks {
  private record Shard(@Nullable Long completeAt, @Nullable Long failingSince) {}

  private final Map<String, Shard> shards = new HashMap<>();
  private @Nullable Long relistAfter;

  /** The shard is being read from now on. */
  void begun(String id) {
    shards.putIfAbsent(id, new Shard(null, null));
  }

  void read(String id, long completeAt) {
    if (shards.containsKey(id)) {
      shards.put(id, new Shard(completeAt, null));
    }
  }

  /** The shard cannot be read. That nobody takes what is read, as on a full disk, is no fault. */
  void fails(String id, long now) {
    shards.computeIfPresent(
        id, (same, shard) -> shard.failingSince == null ? new Shard(shard.completeAt, now) : shard);
  }

  /** Its children, perhaps not known yet, go on where it ends: until a listing, no mark. */
  void ended(String id, long now) {
    shards.remove(id);
    relistAfter = now;
  }

  /** A whole listing was begun at that time. */
  void listed(long begunAt) {
    if (relistAfter != null && begunAt >= relistAfter) {
      relistAfter = null;
    }
  }

  /** A shard ended and it is not known yet who goes on. */
  boolean wantsListing() {
    return relistAfter != null;
  }

  /** Nothing can be read any more, and it has been so since before that time. */
  boolean isSilent(List<String> given, long silentSince, long startedAt) {
    if (given.isEmpty()) {
      return startedAt <= silentSince;
    }
    return given.stream().allMatch(id -> isSilent(id, silentSince));
  }

  /** Everything that arrived up to this time has been read; empty: it cannot be said. */
  OptionalLong mark(List<String> given, long silentSince) {
    if (relistAfter != null && relistAfter > silentSince) {
      return OptionalLong.empty();
    }
    long mark = Long.MAX_VALUE;
    for (String id : given) {
      if (!isSilent(id, silentSince)) {
        Shard shard = shards.get(id);
        if (shard == null || shard.completeAt == null) {
          return OptionalLong.empty();
        }
        mark = Math.min(mark, shard.completeAt);
      }
    }
    return mark == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(mark);
  }

  private boolean isSilent(String id, long silentSince) {
    Shard shard = shards.get(id);
    return shard != null && shard.failingSince != null && shard.failingSince <= silentSince;
  }
}
