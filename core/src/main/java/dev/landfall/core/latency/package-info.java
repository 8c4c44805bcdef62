/** What may be said of measured times: quantiles, how sure they are, and whether two differ. */
@NullMarked
package dev.landfall.core.latency;

import org.jspecify.annotations.NullMarked;
