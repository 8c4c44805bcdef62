package dev.landfall.ingest.kinesis;

/**
 * One record of a shard, taken out of its aggregate where it stood in one.
 *
 * <p>Shape: sequence numbers rise within a shard; {@code sub} counts the records under one number
 * from 0, {@link Position#WHOLE} for a record that stands alone. Units: {@code arrivedAt} epoch
 * milliseconds, the stream's ApproximateArrivalTimestamp.
 *
 * @param last nothing more stands under this sequence number
 */
@SuppressWarnings("ArrayRecordComponent") // on its way through, never compared
public record ShardRecord(String sequence, int sub, boolean last, byte[] data, long arrivedAt) {
  /** Where reading goes on once this record has been passed on. */
  public Position behind() {
    return Position.after(sequence, last ? Position.WHOLE : sub);
  }

  /** Sequence number, and where several records share it, which of them. */
  public String name() {
    return sub == Position.WHOLE ? sequence : sequence + '.' + sub;
  }
}
