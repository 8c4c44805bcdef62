/**
 * Watched and replayed folders and buckets as a Flink source: objects are atomic, complete-to marks
 * say up to which event time a store has been read.
 */
@NullMarked
package dev.landfall.jobs.source;

import org.jspecify.annotations.NullMarked;
