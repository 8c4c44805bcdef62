/** How fast single parts are; whole runs are measured by the scripts beside this module. */
@NullMarked
package dev.landfall.bench;

import org.jspecify.annotations.NullMarked;
