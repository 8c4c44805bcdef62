/** How operators keep things: checkpoint shapes and working files. */
@NullMarked
package dev.landfall.jobs.state;

import org.jspecify.annotations.NullMarked;
