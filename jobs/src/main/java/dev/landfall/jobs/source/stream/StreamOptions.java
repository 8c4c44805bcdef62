package dev.landfall.jobs.source.stream;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.kinesis.Position;
import dev.landfall.jobs.source.ObjectOptions.ParseLimits;
import java.io.Serializable;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is read.
 *
 * <p>Names follow the options of Flink's own Kinesis connector, so that it can stand in: {@code
 * stream} is the name in its {@code stream.arn}, {@code initPosition} {@code source.init.position},
 * {@code initTimestamp} {@code source.init.timestamp}, {@code readerType} {@code
 * source.reader.type}, {@code efoConsumerName} {@code source.efo.consumer.name}, {@code
 * shardDiscoveryInterval} {@code source.shard.discovery.interval}. Units: milliseconds; times are
 * epoch milliseconds. Shape: plain values, for they travel with the job.
 *
 * @param id names the source in state and on pages
 * @param initTimestamp null unless the position is AT_TIMESTAMP
 * @param efoConsumerName null unless the reader type is EFO
 * @param bounded read to where the stream was when the job was made, and end; otherwise go on
 * @param madeAt when the job was made: LATEST means from here, also when the job fails before its
 *     first checkpoint
 * @param idlePause time between two reads of a shard that had nothing new
 * @param allowedDelay complete-to is what has been read less this: AWS delivers minutes late
 * @param silentAfter a shard that cannot be read for longer holds no mark back any more
 */
public record StreamOptions(
    String id,
    String stream,
    AwsAccess access,
    InitialPosition initPosition,
    @Nullable Long initTimestamp,
    ReaderType readerType,
    @Nullable String efoConsumerName,
    long shardDiscoveryInterval,
    boolean bounded,
    long madeAt,
    long idlePause,
    long allowedDelay,
    long silentAfter,
    ParseLimits limits,
    Clock clock)
    implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long BOUNDED_PATIENCE = 60_000;

  /** Where a stream is read from when there is no saved position. */
  public enum InitialPosition {
    LATEST,
    TRIM_HORIZON,
    AT_TIMESTAMP
  }

  /** How shards are read. */
  public enum ReaderType {
    POLLING,
    EFO
  }

  public StreamOptions {
    if (initPosition == InitialPosition.AT_TIMESTAMP && initTimestamp == null) {
      throw new IllegalArgumentException("source.init.position AT_TIMESTAMP wants a timestamp");
    }
    if (readerType == ReaderType.EFO && efoConsumerName == null) {
      throw new IllegalArgumentException("source.reader.type EFO wants a consumer's name");
    }
  }

  /** Where shards are read from that no checkpoint knows. */
  Position start() {
    return switch (initPosition) {
      case TRIM_HORIZON -> Position.OLDEST;
      case AT_TIMESTAMP -> Position.since(initTimestamp == null ? madeAt : initTimestamp);
      case LATEST -> Position.since(madeAt);
    };
  }

  /** How long a place may fail before that is on record; what only people can mend is at once. */
  long patience() {
    return bounded ? Math.min(silentAfter, BOUNDED_PATIENCE) : silentAfter;
  }

  /** The stream in places and rows. */
  String uri() {
    return "kinesis://" + access.region() + '/' + stream;
  }

  String uri(String shardId) {
    return uri() + '/' + shardId;
  }
}
