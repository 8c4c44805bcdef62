/** Reads the early view that a running job keeps. */
@NullMarked
package dev.landfall.reports.live;

import org.jspecify.annotations.NullMarked;
