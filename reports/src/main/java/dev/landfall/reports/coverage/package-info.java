/** What was read, and what is missing. */
@NullMarked
package dev.landfall.reports.coverage;

import org.jspecify.annotations.NullMarked;
