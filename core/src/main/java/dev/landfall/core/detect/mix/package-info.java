/** When the share of calls that leave their source Region moves: a rule over minutes in order. */
@NullMarked
package dev.landfall.core.detect.mix;

import org.jspecify.annotations.NullMarked;
