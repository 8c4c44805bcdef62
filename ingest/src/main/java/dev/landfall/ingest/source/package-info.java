/** Where objects are stored, as one seam: list what is there, open one of it. */
@NullMarked
package dev.landfall.ingest.source;

import org.jspecify.annotations.NullMarked;
