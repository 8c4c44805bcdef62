/** The early view: counts and findings that are not settled yet, for the live page only. */
@NullMarked
package dev.landfall.jobs.live;

import org.jspecify.annotations.NullMarked;
