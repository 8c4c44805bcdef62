/** Whether planted breaches were told, and how soon. */
@NullMarked
package dev.landfall.reports.canary;

import org.jspecify.annotations.NullMarked;
