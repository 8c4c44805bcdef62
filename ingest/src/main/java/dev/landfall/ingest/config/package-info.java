/** The configuration file: where logs, lake and sinks are; every fault named with its place. */
@NullMarked
package dev.landfall.ingest.config;

import org.jspecify.annotations.NullMarked;
