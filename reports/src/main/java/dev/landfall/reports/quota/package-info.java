/** How close each quota came to its limit. */
@NullMarked
package dev.landfall.reports.quota;

import org.jspecify.annotations.NullMarked;
