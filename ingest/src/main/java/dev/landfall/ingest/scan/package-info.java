/** A JSON scanner over bytes, and the list of the only fields that ever leave it. */
@NullMarked
package dev.landfall.ingest.scan;

import org.jspecify.annotations.NullMarked;
