package dev.landfall.ingest.kinesis;

import java.util.List;

/**
 * What one read of a shard brought, perhaps nothing.
 *
 * <p>Units: epoch milliseconds; bytes of the records as delivered.
 *
 * @param completeAt everything that arrived in the shard up to this time is in this batch or in one
 *     before it
 * @param readAt when the read began
 * @param atTip there was nothing more when the read began
 * @param ended the shard is closed and has been read to its end
 */
public record ShardBatch(
    List<ShardRecord> records,
    long bytes,
    long completeAt,
    long readAt,
    boolean atTip,
    boolean ended) {}
