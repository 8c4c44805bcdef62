/** Alerts as they stand, and the receipts of the sinks. */
@NullMarked
package dev.landfall.reports.alerts;

import org.jspecify.annotations.NullMarked;
