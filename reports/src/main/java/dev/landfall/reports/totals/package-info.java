/** Sums over the lake that several reports and the replay share. */
@NullMarked
package dev.landfall.reports.totals;

import org.jspecify.annotations.NullMarked;
