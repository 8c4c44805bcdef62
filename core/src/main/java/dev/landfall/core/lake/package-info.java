/**
 * The contract of the lake: tables, columns, roles, units; writers and readers share nothing else.
 */
@NullMarked
package dev.landfall.core.lake;

import org.jspecify.annotations.NullMarked;
