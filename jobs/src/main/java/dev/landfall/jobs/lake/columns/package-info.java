/**
 * Parquet files written column by column, without an object for a row or a value. Parquet's own
 * writers are not used: see docs/adr/0016.
 */
@NullMarked
package dev.landfall.jobs.lake.columns;

import org.jspecify.annotations.NullMarked;
