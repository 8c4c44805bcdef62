/**
 * A Kinesis stream as a Flink source: shards are given out parents before children, complete-to
 * marks say up to when every shard has been read.
 */
@NullMarked
package dev.landfall.jobs.source.stream;

import org.jspecify.annotations.NullMarked;
