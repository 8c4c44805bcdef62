/** Where calls ran, on whose evidence. */
@NullMarked
package dev.landfall.reports.residency;

import org.jspecify.annotations.NullMarked;
