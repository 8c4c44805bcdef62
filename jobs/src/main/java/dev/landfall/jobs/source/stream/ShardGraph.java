package dev.landfall.jobs.source.stream;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.ingest.kinesis.Position;
import dev.landfall.ingest.kinesis.ShardInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The shards of a stream, their parents, and how far each has come.
 *
 * <p>Rules: a shard may be read when its parents have been read to their ends, or are no longer
 * there to be read. A shard that has ended is remembered while the stream lists it, so that it is
 * not read again. Bounded by the shards that the stream lists.
 */
final class ShardGraph {
  /** The ordinal is stored; add at the end only. */
  enum State {
    WAITING,
    GIVEN,
    ENDED
  }

  private record Node(ShardInfo info, State state, Position start) {
    Node in(State next) {
      return new Node(info, next, start);
    }
  }

  private final SortedMap<String, Node> nodes = new TreeMap<>();

  /**
   * Takes in a whole listing.
   *
   * @param start where a shard that is new is read from
   * @return shards that were never begun and are listed no more: what they held is gone
   */
  List<String> learn(Collection<ShardInfo> listed, Position start) {
    Set<String> there = new HashSet<>();
    for (ShardInfo info : listed) {
      there.add(info.id());
      nodes.putIfAbsent(info.id(), new Node(info, State.WAITING, start));
    }
    List<String> lost = new ArrayList<>();
    for (String id : new ArrayList<>(nodes.keySet())) {
      State state = state(id);
      if (!there.contains(id) && state != State.GIVEN) {
        nodes.remove(id);
        if (state == State.WAITING) {
          lost.add(id);
        }
      }
    }
    return lost;
  }

  /** Shards that may be read now, in the order of their names. */
  List<ShardSplit> ready() {
    List<ShardSplit> ready = new ArrayList<>();
    nodes.forEach(
        (id, node) -> {
          if (node.state == State.WAITING && parentsAreRead(node.info)) {
            ready.add(new ShardSplit(id, node.start));
          }
        });
    return ready;
  }

  private boolean parentsAreRead(ShardInfo shard) {
    for (String parent : shard.parents()) {
      Node node = nodes.get(parent);
      if (node != null && node.state != State.ENDED) {
        return false;
      }
    }
    return true;
  }

  void given(String id) {
    move(id, State.GIVEN);
  }

  /** False: it had ended before. */
  boolean ended(String id) {
    boolean fresh = state(id) != State.ENDED;
    move(id, State.ENDED);
    return fresh;
  }

  /** A shard that was given and never read: it is to be given again. */
  void back(ShardSplit split) {
    Node node = nodes.get(split.shardId());
    ShardInfo info = node == null ? new ShardInfo(split.shardId(), null, null) : node.info;
    nodes.put(split.shardId(), new Node(info, State.WAITING, split.position()));
  }

  /** A reader says that it holds the shard, whatever was known of it. */
  void held(String id) {
    Node node = nodes.get(id);
    ShardInfo info = node == null ? new ShardInfo(id, null, null) : node.info;
    nodes.put(id, new Node(info, State.GIVEN, node == null ? Position.OLDEST : node.start));
  }

  @Nullable State state(String id) {
    Node node = nodes.get(id);
    return node == null ? null : node.state;
  }

  List<String> given() {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getValue().state == State.GIVEN)
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean allEnded() {
    return nodes.values().stream().allMatch(node -> node.state == State.ENDED);
  }

  int size() {
    return nodes.size();
  }

  private void move(String id, State state) {
    nodes.computeIfPresent(id, (same, node) -> node.in(state));
  }

  void write(ByteWriter out) {
    out.writeLong(nodes.size());
    nodes.forEach(
        (id, node) -> {
          out.writeString(id);
          out.writeNullable(node.info.parent());
          out.writeNullable(node.info.otherParent());
          out.writeByte(node.state.ordinal());
          ShardSplitSerializer.write(out, node.start);
        });
  }

  static ShardGraph read(ByteReader in) {
    ShardGraph graph = new ShardGraph();
    for (long n = in.readLong(); n > 0; n--) {
      ShardInfo info =
          new ShardInfo(in.readString(), in.readNullableString(), in.readNullableString());
      State state = State.values()[in.readByte()];
      graph.nodes.put(info.id(), new Node(info, state, ShardSplitSerializer.position(in)));
    }
    return graph;
  }
}
