package dev.landfall.ingest.kinesis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shard as the stream lists it.
 *
 * <p>Missing: both parents are null for a first shard, the second unless two were merged. A parent
 * may be older than the stream's retention and no longer be listed itself.
 */
public record ShardInfo(String id, @Nullable String parent, @Nullable String otherParent) {
  public List<String> parents() {
    List<String> parents = new ArrayList<>();
    if (parent != null) {
      parents.add(parent);
    }
    if (otherParent != null) {
      parents.add(otherParent);
    }
    return parents;
  }
}
