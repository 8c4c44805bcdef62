/** What people decided, kept as files beside the tables of the lake. */
@NullMarked
package dev.landfall.reports.control;

import org.jspecify.annotations.NullMarked;
