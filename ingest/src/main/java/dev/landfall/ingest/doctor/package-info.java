/** Looks at sources, AWS settings, sinks and disk, and says what is fine, missing or not known. */
@NullMarked
package dev.landfall.ingest.doctor;

import org.jspecify.annotations.NullMarked;
