/** A Kinesis stream, shard by shard: listing, positions, polling, enhanced fan-out, aggregates. */
@NullMarked
package dev.landfall.ingest.kinesis;

import org.jspecify.annotations.NullMarked;
