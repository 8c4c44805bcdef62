/**
 * The lake on its writing side: Parquet files, the manifests that name them, who may write, and
 * compaction. What a table holds is said once, in {@code dev.landfall.core.lake}.
 */
@NullMarked
package dev.landfall.jobs.lake;

import org.jspecify.annotations.NullMarked;
