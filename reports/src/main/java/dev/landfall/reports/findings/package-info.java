/** What is wrong. */
@NullMarked
package dev.landfall.reports.findings;

import org.jspecify.annotations.NullMarked;
