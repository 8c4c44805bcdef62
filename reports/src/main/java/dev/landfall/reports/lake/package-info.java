/** Opens the Parquet lake: manifest, views, sessions. The only place that talks to DuckDB. */
@NullMarked
package dev.landfall.reports.lake;

import org.jspecify.annotations.NullMarked;
