/** Plants marked breaches where logs come from. */
@NullMarked
package dev.landfall.ingest.canary;

import org.jspecify.annotations.NullMarked;
