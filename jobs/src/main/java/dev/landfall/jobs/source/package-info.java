/**
 * Watched and replayed folders as a Flink source: objects are atomic, complete-to marks say up to
 * which event time a folder has been read.
 */
@NullMarked
package dev.landfall.jobs.source;

import org.jspecify.annotations.NullMarked;
