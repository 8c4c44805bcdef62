/** CloudTrail's event history as a Flink source: one account and Region, one reader. */
@NullMarked
package dev.landfall.jobs.source.lookup;

import org.jspecify.annotations.NullMarked;
