/** CloudTrail's event history by LookupEvents: pages, newest first, made into whole windows. */
@NullMarked
package dev.landfall.ingest.lookup;

import org.jspecify.annotations.NullMarked;
