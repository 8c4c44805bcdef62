/** What the latency probe measures: one sample per request sent. */
@NullMarked
package dev.landfall.core.probe;

import org.jspecify.annotations.NullMarked;
