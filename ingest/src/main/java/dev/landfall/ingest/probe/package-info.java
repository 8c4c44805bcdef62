/**
 * The latency probe: sends requests on a fixed schedule within hard caps, times them, and writes
 * one sample per request.
 */
@NullMarked
package dev.landfall.ingest.probe;

import org.jspecify.annotations.NullMarked;
