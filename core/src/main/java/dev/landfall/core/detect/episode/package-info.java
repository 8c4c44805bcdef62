/** Findings with a beginning and an end: rules over event-time minutes in order. */
@NullMarked
package dev.landfall.core.detect.episode;

import org.jspecify.annotations.NullMarked;
