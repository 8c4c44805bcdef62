/** How operators measure, and how the embedded service reads what they measured. */
@NullMarked
package dev.landfall.jobs.metrics;

import org.jspecify.annotations.NullMarked;
