/** How long calls took, by where they ran. */
@NullMarked
package dev.landfall.reports.latency;

import org.jspecify.annotations.NullMarked;
