/**
 * What AWS publishes about Regions, profiles, burndown, quotas and prices, each row dated and
 * sourced.
 */
@NullMarked
package dev.landfall.core.catalogue;

import org.jspecify.annotations.NullMarked;
