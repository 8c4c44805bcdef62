/** The story of one call or one finding. */
@NullMarked
package dev.landfall.reports.explain;

import org.jspecify.annotations.NullMarked;
