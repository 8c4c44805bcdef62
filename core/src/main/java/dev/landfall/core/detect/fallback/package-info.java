/** When a caller goes to a second source Region after a throttle. */
@NullMarked
package dev.landfall.core.detect.fallback;

import org.jspecify.annotations.NullMarked;
