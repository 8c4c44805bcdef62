/** Reports over the lake: a question, a window, one answer with its coverage and method. */
@NullMarked
package dev.landfall.reports;

import org.jspecify.annotations.NullMarked;
