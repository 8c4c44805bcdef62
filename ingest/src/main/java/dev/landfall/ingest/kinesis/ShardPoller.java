package dev.landfall.ingest.kinesis;

import dev.landfall.ingest.kinesis.StreamApi.Answer;
import dev.landfall.ingest.kinesis.StreamFault.Kind;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shard by GetRecords, within what the service grants a shard: five reads and 2 MB a
 * second, for all its readers together.
 *
 * <p>Source: Kinesis Data Streams quotas; GetRecords. A fault never moves the position.
 */
public final class ShardPoller implements ShardFeed {
  private static final int LIMIT = 10_000;
  private static final long BETWEEN_READS_MILLIS = 200;
  private static final long BYTES_A_MILLI = 2_000_000 / 1_000;

  private final StreamApi api;
  private final String shardId;
  private final long idlePauseMillis;
  private final Clock clock;
  private final Backoff backoff;
  private Position position;
  private @Nullable String iterator;
  private long pauseMillis;

  /**
   * @param idlePauseMillis time between two reads at the tip of the shard
   */
  public ShardPoller(
      StreamApi api, String shardId, Position from, long idlePauseMillis, Clock clock, long seed) {
    this.api = api;
    this.shardId = shardId;
    this.position = from;
    this.idlePauseMillis = Math.max(BETWEEN_READS_MILLIS, idlePauseMillis);
    this.clock = clock;
    this.backoff = new Backoff(seed);
  }

  @Override
  public @Nullable ShardBatch read() throws StreamFault {
    long readAt = clock.millis();
    Answer answer;
    try {
      if (iterator == null) {
        iterator = api.iterator(shardId, position);
      }
      answer = api.records(iterator, LIMIT);
    } catch (StreamFault fault) {
      iterator = null;
      if (fault.kind() == Kind.EXPIRED) {
        // says nothing against the shard: a new iterator is asked for, from the same position
        pauseMillis = BETWEEN_READS_MILLIS;
        return null;
      }
      pauseMillis = backoff.failed();
      throw fault;
    }
    backoff.worked();
    iterator = answer.next();
    return batch(answer, readAt);
  }

  private ShardBatch batch(Answer answer, long readAt) {
    Unpacked unpacked = Unpacked.of(answer.records(), position);
    boolean ended = answer.next() == null;
    boolean full = answer.records().size() >= LIMIT;
    boolean atTip = ended || answer.behindMillis() == 0 && !full;
    long completeAt = readAt - answer.behindMillis();
    if (!answer.records().isEmpty()) {
      var last = answer.records().get(answer.records().size() - 1);
      position = Position.after(last.sequence(), Position.WHOLE);
      // a full answer may end within a moment of which more is to come
      completeAt = full ? Math.min(completeAt, last.arrivedAt() - 1) : completeAt;
    }
    pauseMillis =
        Math.max(
            atTip && answer.records().isEmpty() ? idlePauseMillis : BETWEEN_READS_MILLIS,
            unpacked.bytes / BYTES_A_MILLI);
    return new ShardBatch(unpacked.records, unpacked.bytes, completeAt, readAt, atTip, ended);
  }

  @Override
  public long pauseMillis() {
    return pauseMillis;
  }

  @Override
  public void close() {}
}
