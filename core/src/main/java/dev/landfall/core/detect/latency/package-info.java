/** When a Region is too slow for too long: a rule over minutes in order. */
@NullMarked
package dev.landfall.core.detect.latency;

import org.jspecify.annotations.NullMarked;
