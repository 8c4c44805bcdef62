/** Turns a report page into a table, JSON, CSV or a self-contained HTML file. */
@NullMarked
package dev.landfall.reports.render;

import org.jspecify.annotations.NullMarked;
