/** Sealed days of calls as counts, so that a report over a year need not look at every call. */
@NullMarked
package dev.landfall.core.rollup;

import org.jspecify.annotations.NullMarked;
