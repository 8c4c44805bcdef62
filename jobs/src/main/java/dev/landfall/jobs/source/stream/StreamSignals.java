package dev.landfall.jobs.source.stream;

import java.io.Serializable;
import java.util.HashMap;
import org.apache.flink.api.connector.source.SourceEvent;
import org.jspecify.annotations.Nullable;

/** What readers and the enumerator tell each other. Units: epoch milliseconds. */
final class StreamSignals {
  private StreamSignals() {}

  /**
   * Reader to enumerator, once when it starts: the shards it holds from a checkpoint. Until every
   * reader has said so nothing is given out and no mark is made.
   *
   * @param readTo shard to the time up to which it has been read; null: not known
   */
  record Holding(HashMap<String, @Nullable Long> readTo) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** How far a shard has been read and passed on. */
  record Mark(long completeAt, long readAt) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /**
   * Reader to enumerator, now and then: what it has passed on since it last said so.
   *
   * @param newestArrivalAt null: nothing arrived
   * @param note something people should know, like a way of reading that is not to be had
   */
  record Progress(
      HashMap<String, Mark> marks,
      @Nullable Long newestArrivalAt,
      long payloads,
      @Nullable String note)
      implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Reader to enumerator: a shard cannot be read at the moment. */
  record ShardFails(String shardId, String reason, boolean definite, boolean gone)
      implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Reader to enumerator: everything of the shard has been passed on. */
  record ShardEnded(String shardId) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to a reader: leave the shard; what it held is gone. */
  record Leave(String shardId) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to readers: nothing with an event time up to this is still to come. */
  record CompleteTo(long epochMillis) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to readers: the source is silent and must not hold the others back. */
  record Idle() implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to one reader: a row of the lake to pass on, coded. */
  @SuppressWarnings("ArrayRecordComponent") // a message, never compared
  record Say(byte[] row) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }

  /** Enumerator to one reader: how the source stands, for the live page; coded. */
  @SuppressWarnings("ArrayRecordComponent") // a message, never compared
  record Standing(byte[] coded) implements SourceEvent {
    private static final long serialVersionUID = 1;
  }
}
