/**
 * Stored objects and payloads, read once as bytes: what is in them, what was damaged, what they
 * hash to.
 */
@NullMarked
package dev.landfall.ingest.object;

import org.jspecify.annotations.NullMarked;
