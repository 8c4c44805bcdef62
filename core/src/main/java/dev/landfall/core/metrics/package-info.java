/** What is measured while Landfall runs, and the text form in which it is asked for. */
@NullMarked
package dev.landfall.core.metrics;

import org.jspecify.annotations.NullMarked;
