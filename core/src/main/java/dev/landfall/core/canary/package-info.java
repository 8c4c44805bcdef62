/** Breaches that Landfall plants itself: their mark, and what is known of each. */
@NullMarked
package dev.landfall.core.canary;

import org.jspecify.annotations.NullMarked;
